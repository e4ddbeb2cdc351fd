// The one script of the signed-in pages. Every page works without it; it makes them quicker, and saves what is being written.
//
// htmx is used by attributes only: `hx-on`, `js:` values and trigger filters need eval, which the Content-Security-Policy
// forbids. For the same reason nothing here writes an inline style or script.
import htmx from "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-sse.js";
import { startClocks } from "./clocks.js";
import { startDrafts } from "./drafts.js";
import { startFrame } from "./frame.js";
import { startKeys } from "./keys.js";
import { startLists } from "./lists.js";
import { startUploads } from "./uploads.js";

// A refusal never replaces a part of the page; see lists.js for what is done with it.
htmx.config.noSwap = [204, 304, "4xx", "5xx"];

startFrame();
startClocks();
startDrafts();
startLists();
startKeys();
startUploads();
