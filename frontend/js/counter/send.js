// Sending what waits: used by the page and, where the browser offers it, by the service worker after the page was closed.
//
// Every entry carries the key that its form was given, so that one sent twice, from two places or after a lost answer is one report.
import { SignedOut, canSeal, openEntry, sealEntry } from "./seal.js";
import { entriesOf, rewrite } from "./store.js";

export const FORM = "/bao-cao";
const SEND = "/bao-cao/gui";
const TOKEN = /name="csrfmiddlewaretoken" value="([^"]+)"/;
const ACCOUNT = /data-account="([^"]*)"/;
const SEAL = /data-seal="([^"]*)"/;

// Give the token, account and sealing key of the form as the server shows it now; null when nobody is signed in. Throws without a network.
export async function ask() {
  const answer = await fetch(FORM, { redirect: "manual", headers: { "X-Counter": "1" }, cache: "no-store" });
  if (!answer.ok) return null;
  const page = await answer.text();
  return { token: TOKEN.exec(page)?.[1] ?? "", account: ACCOUNT.exec(page)?.[1] ?? "", to: SEAL.exec(page)?.[1] ?? "" };
}

export function body(entry, token) {
  const data = new FormData();
  for (const [name, value] of entry.fields) data.append(name, value);
  data.set("client_key", entry.key);
  data.set("csrfmiddlewaretoken", token);
  data.set("opened_at", new Date(entry.found).toISOString());
  data.set("sent_at", new Date(entry.sent).toISOString());
  data.set("device_now", new Date().toISOString());
  return data;
}

// Post one report; gives { status, said }, throws when it did not get through. A proxy's own page counts as not got through.
export async function post(entry, token, queued) {
  const data = body(entry, token);
  if (queued) data.set("temporary", entry.code);
  const answer = await fetch(SEND, { method: "POST", body: data, redirect: "manual", signal: AbortSignal.timeout?.(60000) });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  if (!isJson && (answer.ok || answer.status >= 500 || answer.type === "opaqueredirect")) throw new Error("not answered");
  return { status: answer.status, said: isJson ? await answer.json() : {} };
}

// One at a time in this browser, whoever sends or rewrites what waits.
export const alone = (act) => (navigator.locks ? navigator.locks.request("buuan-counter", act) : act());

// Send everything of the account that is signed in; gives "signed-out", "offline" or "sent". What cannot be opened is marked as lost
// and stays: it is tried again each time, and the page says so until the clerk has written it anew.
export function sendAll() {
  return alone(async () => {
    let form;
    try {
      form = await ask();
    } catch {
      return "offline";
    }
    if (!form || !form.token) return "signed-out";
    for (const kept of await entriesOf(form.account)) {
      if (kept.state !== "waiting" && kept.state !== "locked") continue;
      try {
        const entry = await openEntry(kept, form.token);
        if (!entry) {
          await rewrite({ ...kept, state: "locked" });
          continue;
        }
        const { status, said } = await post(entry, form.token, true);
        if (status === 200 || status === 201) {
          await rewrite({ ...entry, state: "done", number: said.number, url: said.url, received: said.received_at, fields: [], error: "" });
        } else if (status === 403 || status === 401) {
          return "signed-out";
        } else {
          const refused = { ...entry, state: "refused", error: said.detail ?? String(status) };
          await rewrite(canSeal(form.to) ? await sealEntry(refused, form.to) : refused);
        }
      } catch (error) {
        return error instanceof SignedOut ? "signed-out" : "offline";
      }
    }
    return "sent";
  });
}
