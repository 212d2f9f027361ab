"""The morning's story: gathered from what is stored, and posted once a day."""
