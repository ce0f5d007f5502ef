(() => {
  const form = document.getElementById("search");
  const input = form.querySelector("input");
  const output = form.querySelector("output");
  const rows = [...document.querySelectorAll("tbody tr")].map((row) => [row, row.textContent.toLowerCase()]);
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => {
    const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      const fits = terms.every((term) => text.includes(term));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    output.textContent = terms.length ? `${shown}/${rows.length}` : "";
  });
})();
