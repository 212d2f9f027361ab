"use strict";
(() => {
  const number = (text) => (text === "" ? null : Number(text));
  const compare = (a, b, down) => {
    if (a === b) return 0;
    if (a === null || a === "") return 1;
    if (b === null || b === "") return -1;
    const order = typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
    return down ? -order : order;
  };
  const sortBy = (table, column, header) => {
    const down = header.getAttribute("aria-sort") !== "descending";
    const numeric = header.classList.contains("n");
    const body = table.tBodies[0];
    const keyed = Array.from(body.rows, (row) => {
      const cell = row.cells[column];
      const text = cell.dataset.v ?? cell.textContent.trim();
      return [numeric ? number(text) : text.toLowerCase(), row];
    });
    keyed.sort((a, b) => compare(a[0], b[0], down));
    body.append(...keyed.map((pair) => pair[1]));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
  };
  for (const table of document.querySelectorAll("table.rows")) {
    Array.from(table.tHead.rows[0].cells).forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      button.addEventListener("click", () => sortBy(table, column, header));
      header.replaceChildren(button);
    });
  }
  const first = 25;
  const long = [];
  for (const table of document.querySelectorAll("table.rows")) {
    const count = table.tBodies[0].rows.length;
    if (count <= first + 10) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "all";
    const draw = (cut) => {
      table.classList.toggle("cut", cut);
      button.textContent = cut ? `Show all ${count.toLocaleString("en")} rows` : `Show the first ${first} rows`;
    };
    button.addEventListener("click", () => draw(!table.classList.contains("cut")));
    table.after(button);
    draw(true);
    long.push(draw);
  }
  const box = document.querySelector(".find");
  const rows = Array.from(document.querySelectorAll("table.rows tbody tr"), (row) => [row.textContent.toLowerCase(), row]);
  const said = box.querySelector("output");
  box.querySelector("input").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const draw of long) draw(!wanted);
    let shown = 0;
    for (const [text, row] of rows) {
      row.hidden = !text.includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    said.textContent = wanted ? `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows` : "";
  });
  box.hidden = false;
})();
