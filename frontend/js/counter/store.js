// What waits to be sent, kept in this browser's IndexedDB: the fields and photos, sealed (seal.js), and the times of each report.
//
// An entry: { key, code, account, sealed, found, sent, state, number, url }; opened it has fields: [[name, value | File]] and error
// in the place of sealed, and so has one that was kept before they were sealed.
// state is "waiting", "refused" (the server said no, with `error`), "locked" (it cannot be opened) or "done" (with `number` and `url`).

const NAME = "buuan-counter";
const STORE = "reports";
const KEEP_DONE = 24 * 3600 * 1000;

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function run(mode, act) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      // Told as kept only when the transaction is over: a phone that is switched off loses nothing that was promised.
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

export const put = (entry) => run("readwrite", (store) => store.put(entry));
// Write an entry that is still kept: what the clerk has dropped meanwhile does not come back.
export const rewrite = (entry) =>
  run("readwrite", (store) => {
    const held = store.get(entry.key);
    held.onsuccess = () => held.result && store.put(entry);
    return held;
  });
export const drop = (key) => run("readwrite", (store) => store.delete(key));
const all = () => run("readonly", (store) => store.getAll());

// The entries of one account, the oldest first; what was sent more than a day ago is forgotten.
export async function entriesOf(account) {
  const own = (await all()).filter((one) => one.account === account);
  const old = own.filter((one) => one.state === "done" && Date.now() - one.sent > KEEP_DONE);
  for (const one of old) await drop(one.key);
  return own.filter((one) => !old.includes(one)).sort((a, b) => a.sent - b.sent);
}
