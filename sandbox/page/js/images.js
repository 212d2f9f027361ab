// Images and files of messages; only what this server itself holds is ever loaded.

import { fileUrl } from "./api.js";
import { h } from "./dom.js";
import { icon, iconButton } from "./icons.js";

/** Address of an image on this server, or null when it lies elsewhere. */
function ownAddress(source) {
  if (source.slack_file?.id) return fileUrl(source.slack_file.id);
  const shared = /\/files-pri\/[^/]+?-([^/-]+)\//.exec(source.slack_file?.url ?? "");
  if (shared) return fileUrl(shared[1]);
  const given = source.image_url ?? source.slack_file?.url ?? "";
  if (given.startsWith("data:image/")) return given;
  const url = URL.parse(given, location.href);
  if (url === null) return null;
  return url.origin === location.origin ? url.href : null;
}

/** Show an image large; Escape or a click closes it. */
function lightbox(src, alt) {
  const dialog = h(
    "dialog",
    {
      class: "lightbox",
      testid: "lightbox",
      "aria-label": alt,
      onclose: () => dialog.remove(),
      onclick: () => dialog.close(),
    },
    h("img", { src, alt }),
    iconButton("close", "Close", null, { class: "icon-button lightbox-close" }),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function notShown(alt, text) {
  return h(
    "span",
    { class: "image-missing", role: "img", "aria-label": alt },
    icon("image", 20),
    h("span", {}, h("b", {}, alt), h("small", {}, text)),
  );
}

/** An image from a block or element; one from elsewhere is named instead of fetched. */
export function picture(source, className) {
  const alt = source.alt_text ?? "";
  const src = ownAddress(source);
  if (!src)
    return className === "element-image"
      ? h("span", { class: "element-image", role: "img", "aria-label": alt, title: alt }, icon("image"))
      : notShown(alt, "The image lies on another server; the sandbox loads nothing from outside.");
  const shown = h("img", {
    src,
    alt,
    class: className,
    loading: "lazy",
    onerror: () => shown.replaceWith(notShown(alt, "The image cannot be shown.")),
  });
  return shown;
}

/** Wrap an image so that it opens large. */
export function zoomable(image) {
  if (image.tagName !== "IMG") return image;
  return h(
    "button",
    {
      type: "button",
      class: "zoom",
      "aria-label": `Enlarge: ${image.alt || "image"}`,
      onclick: () => lightbox(image.src, image.alt),
    },
    image,
  );
}

const UNITS = ["B", "KB", "MB", "GB"];
function bytes(size) {
  const step = size > 0 ? Math.min(Math.floor(Math.log2(size) / 10), UNITS.length - 1) : 0;
  return `${Number((size / 1024 ** step).toFixed(step ? 1 : 0))} ${UNITS[step]}`;
}

const isImage = (file) =>
  /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype ?? "") ||
  /\.(png|jpe?g|gif|webp)$/i.test(file.name ?? "");

function attachment(file) {
  const name = file.title || file.name || file.id;
  const src = fileUrl(file.id);
  const get = h(
    "a",
    { class: "icon-button", href: src, download: file.name ?? name, "aria-label": `Download ${name}` },
    icon("download"),
  );
  if (!isImage(file)) {
    const kind = [file.pretty_type ?? file.filetype?.toUpperCase(), file.size && bytes(file.size)]
      .filter(Boolean)
      .join(" · ");
    return h(
      "div",
      { class: "file-card", testid: "file" },
      h("span", { class: "file-icon" }, icon("file", 22)),
      h("span", { class: "file-text" }, h("b", {}, name), h("small", {}, kind || "File")),
      get,
    );
  }
  const image = h("img", { src, alt: file.alt_txt ?? name, class: "file-image", loading: "lazy" });
  return h("figure", { class: "file-figure", testid: "file" }, h("figcaption", {}, name), zoomable(image));
}

/** The files of a message: images shown, others as cards with a download. */
export const files = (list) => h("div", { class: "files" }, list.map(attachment));
