"use strict";
// The page of a review. Every text of a draft is shown as text: nothing here makes HTML of data.
const NEWS_SECONDS = 3;
const SHOWN = 150; // rows of the list around the chosen one
const WORDS = { accept: "accepted", edit: "edited", refuse: "refused" };

const $ = (id) => document.getElementById(id);
const element = (tag, text = "", more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);
const short = (text) => (text.length > 110 ? `${text.slice(0, 109)}…` : text);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const state = { items: [], byKey: new Map(), decided: new Map(), shown: [], at: 0, seen: 0, undo: [], mode: "", typed: "", times: [], details: new Map(), reasons: new Set() };

async function ask(path, body) {
  const request = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, request);
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return { status: answer.status, ...(await answer.json()) };
  throw new Error(await answer.text());
}

function idle() { state.mode = ""; state.typed = ""; } // nothing is being written
function say(text) { $("status").textContent = text; }
function failed(error) { say(error instanceof TypeError ? "Nothing was kept: tutelage review has ended. Start it again." : error.message); }

function take(news) {
  for (const [key, decision] of Object.entries(news.changes ?? {})) {
    if (decision) state.decided.set(key, decision); else state.decided.delete(key);
  }
  if (news.seen !== undefined) state.seen = news.seen;
  if (news.finished !== undefined) showFinished(news.finished);
}

function showFinished(finished) {
  state.finished = finished;
  $("finish").textContent = finished ? "Finished: run the recipe again" : "Finish the review …";
}

// The list: which items, in which order.
function choose(keep) {
  const [wanted, kind, skill, order] = ["state", "kind", "skill", "order"].map((id) => $(id).value);
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  state.shown = state.items.filter((item) => {
    const done = state.decided.get(item.key)?.action;
    return (wanted === "all" || (wanted === "open" ? !done || item.key === keep : done === wanted))
      && (!kind || item.kind === kind) && (!skill || item.skill === skill)
      && words.every((word) => `${item.title} ${item.skill}`.toLowerCase().includes(word));
  });
  if (order === "suspicion") state.shown.sort((a, b) => b.suspicion - a.suspicion || a.number - b.number);
  const at = state.shown.findIndex((item) => item.key === keep);
  state.at = at >= 0 ? at : Math.min(state.at, Math.max(0, state.shown.length - 1));
}

function drawList() {
  const start = Math.max(0, Math.min(state.at - SHOWN / 2, state.shown.length - SHOWN));
  const rows = state.shown.slice(start, start + SHOWN).map((item, index) => {
    const number = start + index;
    const row = element("li", "", { id: `row-${number}`, onclick: () => go(number) });
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", number === state.at);
    const done = state.decided.get(item.key);
    const small = element("small", `${item.kind} · ${item.skill}${done ? ` · ${WORDS[done.action]}` : ""} `);
    if (item.suspicion >= 0.3) small.append(element("span", `suspicion ${item.suspicion.toFixed(2)}`, { className: "warn" }));
    row.append(element("span", short(item.title) || item.key), small);
    return row;
  });
  $("list").replaceChildren(...rows);
  $("list").setAttribute("aria-activedescendant", state.shown.length ? `row-${state.at}` : "");
  $("count").textContent = `${state.shown.length.toLocaleString("en")} shown` + (state.shown.length > SHOWN ? `; rows ${start + 1} to ${Math.min(start + SHOWN, state.shown.length)}` : "");
  $(`row-${state.at}`)?.scrollIntoView({ block: "nearest" });
  const done = state.decided.size, all = state.items.length;
  $("bar").max = all; $("bar").value = done;
  const counts = Object.entries(WORDS).map(([action, word]) => [word, [...state.decided.values()].filter((one) => one.action === action).length]);
  const pace = paceOf();
  $("pace").textContent = `${done} of ${all} decided` + counts.filter(([, n]) => n).map(([word, n]) => `, ${n} ${word}`).join("") + (pace && done < all ? `; ${pace.toFixed(0)} s each, about ${Math.ceil(pace * (all - done) / 60)} min left` : "");
}

function paceOf() { // seconds per decision, over the last ones of this window; a long pause does not count
  const gaps = state.times.slice(-30).map((time, index, times) => (index ? (time - times[index - 1]) / 1000 : 0)).filter((gap) => gap > 0 && gap < 120);
  return gaps.length >= 3 ? gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length : 0;
}

async function detailOf(key) {
  if (!state.details.has(key)) {
    const detail = ask(`/item?key=${encodeURIComponent(key)}`);
    state.details.set(key, detail);
    detail.catch(() => state.details.delete(key)); // it may come the next time
  }
  return state.details.get(key);
}

// One item.
async function drawItem() {
  const item = state.shown[state.at], box = $("item");
  if (!item) {
    box.replaceChildren(element("h2", "Nothing is left here"), element("p", state.items.length ? "Choose others above, or finish the review." : "There is nothing to review."));
    return;
  }
  const detail = await detailOf(item.key);
  if (state.shown[state.at]?.key !== item.key) return; // the person has moved on
  const next = state.shown[state.at + 1];
  if (next) detailOf(next.key).catch(() => {});
  const done = state.decided.get(item.key);
  const parts = [element("h2", short(item.title)), element("p", `${item.kind} · ${item.skill}`, { className: "soft" })];
  if (done) parts.push(element("p", `${WORDS[done.action]}${done.insist ? " against a check" : ""} by ${done.by}${done.reason ? `: ${done.reason}` : ""}`, { className: "decided" }));
  if (detail.concerns.length) {
    const list = element("ul", "", { className: "concerns" });
    list.append(...detail.concerns.map((why) => element("li", why)));
    parts.push(list);
  }
  parts.push(state.mode === "edit" ? editor(item, detail, done) : actions(item));
  if (state.mode !== "edit") {
    for (const [name, text] of Object.entries(detail.fields)) {
      const changed = done?.changes?.[name];
      parts.push(element("h3", name));
      if (changed !== undefined) parts.push(element("p", changed, { className: "text" }));
      parts.push(element("p", text || "(empty)", { className: changed === undefined ? "text" : "text was" }));
    }
  }
  if (detail.sources.length) parts.push(element("h3", "Where it comes from"), ...detail.sources.flatMap(source));
  if (detail.facts.length) {
    const list = element("dl");
    for (const [name, value] of detail.facts) list.append(element("dt", name), element("dd", value));
    parts.push(element("h3", "Known of it"), list);
  }
  box.replaceChildren(...parts);
  if (!state.mode) box.scrollTop = 0;
}

function source({ where, text, quote }) {
  const block = element("blockquote", "", { className: "text", tabIndex: 0 });
  const at = quote ? text.indexOf(quote) : -1;
  if (at < 0) block.textContent = quote || text || "(no reason given)";
  else block.append(text.slice(0, at), element("mark", quote), text.slice(at + quote.length));
  return [element("p", where, { className: "soft" }), block];
}

function button(text, press, more = {}) { return element("button", text, { type: "button", onclick: press, ...more }); }

function actions(item) {
  const box = element("div", "", { className: "actions" });
  if (state.mode === "refuse") {
    const reason = element("input", "", { id: "reason", maxLength: 2000, placeholder: "why (may stay empty)", value: state.typed, oninput: () => { state.typed = reason.value; } });
    reason.setAttribute("aria-label", "Reason");
    reason.setAttribute("list", "reasons");
    const known = element("datalist", "", { id: "reasons" });
    known.append(...[...state.reasons].map((text) => element("option", "", { value: text })));
    const refuse = () => { if (reason.value.trim()) state.reasons.add(reason.value.trim()); decide(item, "refuse", { reason: reason.value }); };
    reason.addEventListener("keydown", (event) => { if (event.key === "Enter") refuse(); });
    box.append(reason, known, button("Refuse (Enter)", refuse, { className: "first" }), button("Cancel (Esc)", leave));
  } else {
    box.append(button("Accept (a)", () => decide(item, "accept"), { className: "first", id: "accept" }), button("Edit (e)", () => enter("edit"), { id: "edit" }), button("Refuse (r)", () => enter("refuse"), { id: "refuse" }));
  }
  return box;
}

function editor(item, detail, done) {
  const form = element("form"), fields = {};
  for (const [name, text] of Object.entries(detail.fields)) {
    const value = done?.changes?.[name] ?? text;
    const area = element("textarea", "", { id: `field-${name}`, value, rows: Math.min(16, Math.max(1, Math.ceil(value.length / 70) + value.split("\n").length - 1)) });
    const label = element("label", name, { htmlFor: area.id });
    const head = element("h3"); head.append(label);
    form.append(head, area);
    fields[name] = area;
  }
  const fault = element("p", "", { className: "fault", hidden: true, id: "fault" });
  const reason = element("input", "", { placeholder: "comment (may stay empty)", maxLength: 2000 });
  reason.setAttribute("aria-label", "Comment");
  const save = (insist) => decide(item, "edit", {
    changes: Object.fromEntries(Object.entries(fields).map(([name, area]) => [name, area.value])), reason: reason.value, insist,
  });
  const keep = button("Keep it against the check", () => save(true), { id: "insist", hidden: true });
  const box = element("div", "", { className: "actions" });
  box.append(reason, button("Save (Ctrl+Enter)", () => save(false), { className: "first", id: "save" }), keep, button("Cancel (Esc)", leave));
  form.append(fault, box);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(false); } });
  return form;
}

function enter(mode) {
  if (!state.shown[state.at]) return;
  say("");
  state.mode = mode;
  write();
}

function write() { // draws what is being written, with the cursor in it
  drawItem().then(() => $("item").querySelector(state.mode === "edit" ? "textarea" : "#reason")?.focus()).catch(failed);
}

function leave() {
  say("");
  idle();
  draw();
  $("list").focus();
}

function draw() { drawList(); drawItem().catch(failed); }

function go(at) {
  if (!state.shown.length) return;
  say("");
  idle();
  state.at = Math.max(0, Math.min(at, state.shown.length - 1));
  draw();
}

// Whether the decision was taken; `undefined` if nobody answered.
async function decide(item, action, more = {}, undoing = false) {
  if (state.busy) return undefined;
  state.busy = true;
  const before = state.decided.get(item.key);
  try {
    const answer = await ask("/decide", { key: item.key, action, changes: {}, reason: "", insist: false, ...more, seen: state.seen });
    take(answer);
    if (answer.status !== 200) {
      const text = answer.detail ? `${answer.fault}: ${answer.detail}` : answer.fault;
      const fault = $("fault");
      say(`${undoing ? "Not undone" : "Not taken"}: ${text}`);
      if (fault) { fault.textContent = `Not taken: ${text}`; fault.hidden = false; $("insist").hidden = !answer.may_insist; }
      else if (state.mode) { drawList(); write(); }
      else { if (undoing) choose(item.key); draw(); }
      return false;
    }
    idle();
    if (!undoing) {
      state.undo.push({ key: item.key, before, after: state.decided.get(item.key) });
      state.times.push(Date.now());
      say(`${WORDS[action]}: ${short(item.title)}`);
      const place = state.at;
      choose("");
      state.at = Math.min($("state").value === "open" ? place : place + 1, Math.max(0, state.shown.length - 1));
    } else {
      choose(item.key);
    }
    draw();
    $("list").focus();
    return true;
  } catch (error) { failed(error); return undefined; } finally { state.busy = false; }
}

async function undo() {
  if (state.busy) return;
  const last = state.undo.at(-1);
  if (!last) return say("Nothing to undo in this window.");
  const item = state.byKey.get(last.key), now = state.decided.get(last.key);
  if (!same(now, last.after)) { // it is no longer this window's to take back
    state.undo.pop();
    choose(last.key);
    draw();
    return say(`Not undone: it was ${now ? `${WORDS[now.action]} by ${now.by}` : "taken back"} in the meantime: ${short(item.title)}`);
  }
  const { action, changes, reason, insist } = last.before ?? { action: "open" };
  const taken = await decide(item, action, last.before ? { changes, reason, insist } : {}, true);
  if (taken === undefined) return;
  state.undo.pop();
  if (!taken) return;
  const earlier = state.undo.findLast((one) => one.key === last.key);
  if (earlier && same(earlier.after, last.before)) earlier.after = state.decided.get(last.key);
  say("Undone.");
}

async function finish() {
  const open = state.items.length - state.decided.size;
  const text = open ? `${open} items are open and stay as they were drafted. Finish the review?` : "Finish the review?";
  if (state.finished || !window.confirm(text)) return;
  try {
    const answer = await ask("/finish", {});
    if (answer.status !== 200) return say(`Not finished: ${answer.fault}`);
    showFinished(true);
    say("Finished. Start the same 'tutelage run' again: it goes on with what you decided.");
  } catch (error) { failed(error); }
}

async function news() {
  if (document.hidden || state.busy) return;
  try {
    const before = state.seen, answer = await ask(`/news?seen=${state.seen}`);
    if (state.busy) return;
    if (state.mode) { if (answer.seen === before) take(answer); return; } // whoever is writing is told when saving
    take(answer);
    if (state.seen !== before) { choose(state.shown[state.at]?.key); draw(); }
  } catch (error) { failed(error); }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.mode) return leave();
  const typing = event.target.closest("input, textarea, select");
  if (typing) { if (event.key === "Escape") $("list").focus(); return; }
  if (state.mode) return; // a key beside the field would lose what is written in it
  if (event.ctrlKey || event.metaKey || event.altKey || (event.target.closest("button") && event.key === "Enter")) return;
  const item = state.shown[state.at];
  const keys = {
    a: () => item && decide(item, "accept"), e: () => enter("edit"), r: () => enter("refuse"), u: undo,
    j: () => go(state.at + 1), ArrowDown: () => go(state.at + 1), k: () => go(state.at - 1), ArrowUp: () => go(state.at - 1),
    PageDown: () => go(state.at + 10), PageUp: () => go(state.at - 10), Home: () => go(0), End: () => go(state.shown.length - 1),
    "/": () => $("search").focus(),
  };
  const inText = event.target.closest("article") && /^(Arrow|Page|Home|End)/.test(event.key); // they scroll the item
  if (keys[event.key] && !inText) { event.preventDefault(); keys[event.key](); }
});
for (const id of ["state", "kind", "skill", "order", "search"]) {
  $(id).addEventListener("input", () => { state.at = 0; say(""); idle(); choose(""); draw(); });
}
$("finish").addEventListener("click", finish);
window.addEventListener("beforeunload", (event) => { if (state.mode === "edit") event.preventDefault(); });

async function start() {
  const all = await ask("/items");
  state.items = all.items.map((item, number) => ({ ...item, number }));
  state.byKey = new Map(state.items.map((item) => [item.key, item]));
  state.decided = new Map(Object.entries(all.decided));
  state.seen = all.seen;
  document.title = `Review: ${all.run}`;
  $("heading").textContent = `Review of the ${all.stage}: ${all.run}`;
  $("applied").hidden = !all.applied;
  showFinished(all.finished);
  for (const id of ["kind", "skill"]) {
    for (const value of new Set(state.items.map((item) => item[id]))) $(id).append(element("option", value, { value }));
  }
  choose("");
  draw();
  $("list").focus();
  setInterval(news, NEWS_SECONDS * 1000);
  document.documentElement.dataset.ready = "";
}
start().catch(failed);
