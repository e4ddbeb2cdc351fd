// Lists: nothing empty in the address, "all rows" boxes, and buttons that act on the chosen rows.

export function startLists() {
  // `?q=&state=` says nothing; the address that people share holds only what is set. The cursor goes when a filter changes.
  document.addEventListener("htmx:config:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    if (!sourceElement?.matches?.("form[data-sift]")) return;
    for (const [name, value] of [...request.body.entries()]) if (value === "") request.body.delete(name);
  });
  // A session that ended sends the reader to the sign-in page, which is a page of its own too.
  document.addEventListener("htmx:before:response", (event) => {
    const { raw } = event.detail.ctx.response;
    if (!raw.redirected) return;
    event.preventDefault();
    location.assign(raw.url);
  });
  // A refusal is a page with a next step: it is opened as a page, never squeezed into a table.
  document.addEventListener("htmx:response:error", (event) => {
    const { request } = event.detail.ctx;
    if (request.method === "GET" && !event.target.closest(".live")) location.assign(request.action);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-sift]")) return;
    for (const field of event.target.elements) if (field.name && field.value === "") field.disabled = true;
  });
  // Back in the history the browser may show the form with those fields still disabled.
  window.addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("form[data-sift] :disabled")) field.disabled = false;
  });

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches?.(".t input[type=checkbox]")) return;
    const table = box.closest("table");
    const rows = [...table.querySelectorAll("tbody .pick input[type=checkbox]")];
    if (box.matches("[data-all]")) rows.forEach((row) => (row.checked = box.checked));
    const all = table.querySelector("[data-all]");
    const chosen = rows.filter((row) => row.checked).length;
    if (all) {
      all.checked = rows.length > 0 && chosen === rows.length;
      all.indeterminate = chosen > 0 && chosen < rows.length;
    }
    const scope = box.closest("form") ?? document;
    for (const mark of scope.querySelectorAll("[data-chosen]")) mark.textContent = chosen;
    for (const button of scope.querySelectorAll("[data-needs-chosen]")) button.disabled = chosen === 0;
  });
}
