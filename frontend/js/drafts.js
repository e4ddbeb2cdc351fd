// Drafts keep themselves: a form with data-draft="name" is saved in this browser while it is written, per account.
//
// A draft goes when its form was taken by the server, when the writer drops it, at sign-out, and after a week.
// Passwords, files, hidden fields and fields marked data-draft-off are never kept. With data-seal the words are sealed as reports are
// that wait on a phone (counter/seal.js): such a draft comes back with a network only, and none is kept where sealing is not possible.
import { canSeal, sealText, unsealText } from "./counter/seal.js";

const PREFIX = "buuan.draft.";
const WEEK = 7 * 86400 * 1000;

export function startDrafts() {
  const store = openStore();
  if (!store) return;
  sweep(store);
  for (const form of document.querySelectorAll("form[data-draft]")) keep(form, store);
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => {
      names(store).forEach((name) => store.removeItem(name));
      window.caches?.delete("buuan-counter"); // the kept form bears a name; reports that wait stay, for whoever wrote them
    });
  }
}

function openStore() {
  try {
    localStorage.setItem(`${PREFIX}try`, "1");
    localStorage.removeItem(`${PREFIX}try`);
    return localStorage;
  } catch {
    return null; // Storage may be switched off; the form works all the same.
  }
}

function names(store) {
  return Object.keys(store).filter((name) => name.startsWith(PREFIX));
}

function sweep(store) {
  const sent = sessionStorage.getItem("buuan.sent");
  sessionStorage.removeItem("buuan.sent");
  // A form that came back refused is on the page again with its words; every other sent form was taken.
  const refused = sent && [...document.querySelectorAll("form[data-draft][data-bound]")].some((form) => nameOf(form) === sent);
  if (sent && !refused) store.removeItem(sent);
  for (const name of names(store)) {
    const age = Date.now() - (read(store, name)?.at ?? 0);
    if (age > WEEK) store.removeItem(name);
  }
}

function read(store, name) {
  try {
    return JSON.parse(store.getItem(name));
  } catch {
    return null;
  }
}

function nameOf(form) {
  return `${PREFIX}${document.body.dataset.account || "-"}.${form.dataset.draft}`;
}

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && !("draftOff" in field.dataset)
  );
}

function values(form) {
  const kept = {};
  for (const field of fields(form)) {
    if (field.type === "checkbox" || field.type === "radio") {
      (kept[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    } else if (field.multiple) {
      kept[field.name] = [...field.selectedOptions].map((option) => option.value);
    } else {
      (kept[field.name] ??= []).push(field.value);
    }
  }
  return kept;
}

function fill(form, kept) {
  const seen = {};
  for (const field of fields(form)) {
    const list = kept[field.name];
    if (!list) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = list.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = list.includes(option.value);
    else {
      const at = (seen[field.name] = (seen[field.name] ?? -1) + 1);
      if (list[at] !== undefined) field.value = list[at];
    }
  }
}

function keep(form, store) {
  const name = nameOf(form);
  const line = form.querySelector("[data-draft-line]");
  const fresh = JSON.stringify(values(form));
  const to = form.dataset.seal;
  const account = document.body.dataset.account ?? "";
  const sealed = "seal" in form.dataset;
  const draft = "bound" in form.dataset ? null : read(store, name);
  if (draft?.kept) bring(draft, draft.kept);
  else if (draft?.sealed) open();
  if (sealed && draft?.kept) store.removeItem(name); // of before drafts of this form were sealed: kept again as it is written on

  function bring(from, kept) {
    if (JSON.stringify(kept) === fresh) return;
    fill(form, kept);
    tell(from.at);
    form.dispatchEvent(new CustomEvent("draft:filled", { bubbles: true }));
  }

  async function open() {
    try {
      const text = await unsealText(draft.sealed, form.elements.csrfmiddlewaretoken.value, name);
      // Whoever has begun to write meanwhile keeps what he writes.
      if (text && JSON.stringify(values(form)) === fresh) bring(draft, JSON.parse(text));
    } catch {
      window.addEventListener("online", open, { once: true });
    }
  }

  let wait;
  let turn = 0; // sealing takes a moment: what was overtaken meanwhile is not kept
  const save = () => {
    clearTimeout(wait);
    const kept = values(form);
    if (JSON.stringify(kept) === fresh) return;
    const at = Date.now();
    if (!sealed) return write({ at, kept });
    const mine = ++turn;
    if (!canSeal(to)) return;
    sealText(to, account, name, JSON.stringify(kept)).then((one) => mine === turn && write({ at, sealed: one }));
  };
  const write = (said) => {
    try {
      store.setItem(name, JSON.stringify(said));
      tell(said.at);
    } catch {
      // The store is full: the words are still in the form, and no line claims that they were kept.
    }
  };
  const later = () => {
    clearTimeout(wait);
    wait = setTimeout(save, 400);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.addEventListener("pagehide", () => wait && !form.dataset.sent && save());
  form.addEventListener("submit", () => {
    save();
    form.dataset.sent = "1";
    sessionStorage.setItem("buuan.sent", name);
  });
  // Kept elsewhere until there is a network: the draft is done with.
  form.addEventListener("counter:kept", () => {
    clearTimeout(wait);
    wait = undefined;
    turn++;
    delete form.dataset.sent;
    sessionStorage.removeItem("buuan.sent");
    store.removeItem(name);
    if (line) line.hidden = true;
  });
  line?.querySelector("button")?.addEventListener("click", () => {
    clearTimeout(wait);
    turn++;
    store.removeItem(name);
    form.reset();
    line.hidden = true;
  });

  function tell(at) {
    if (!line) return;
    const time = new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    line.querySelector("span").textContent = line.dataset.words.replace("{time}", time);
    line.hidden = false;
  }
}
