// The tip line: pays the toll by a little work while the form is filled in, so that nobody has to wait or to answer.
import { sha256 } from "@noble/hashes/sha2.js";

const STEP_MS = 40;

for (const form of document.querySelectorAll("form[data-toll]")) start(form);

function start(form) {
  const field = form.querySelector("[data-work]");
  const said = form.querySelector("[data-working]");
  const bits = Number(field.dataset.work);
  const head = `${form.querySelector("[name=token]").value}:`;
  const encoder = new TextEncoder();
  let next = 0;
  let sending = false;
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("submit", (event) => {
    if (field.value) return;
    event.preventDefault(); // It is sent by itself as soon as the work is done.
    sending = true;
    said.hidden = false;
  });
  (function work() {
    const until = performance.now() + STEP_MS;
    while (performance.now() < until) {
      if (zeros(sha256(encoder.encode(head + next))) >= bits) {
        field.value = String(next);
        said.hidden = true;
        if (sending) form.submit();
        return;
      }
      next += 1;
    }
    setTimeout(work);
  })();
}

function zeros(digest) {
  let count = 0;
  for (const byte of digest) {
    if (byte) return count + Math.clz32(byte) - 24;
    count += 8;
  }
  return count;
}
