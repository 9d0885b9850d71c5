"use strict";
// Every exam question with both replies: search, filter, and the ones of a skill for its panel.
const PAGE = 20;

function startReplies(run) {
  const list = document.getElementById("reply-list"), more = document.getElementById("reply-more");
  if (!list) return { show: () => {}, of: () => [] };
  const { outcomes, skill, outcome, rows } = run.replies, fresh = run.replies.new;
  const search = document.getElementById("reply-search"), kind = document.getElementById("reply-outcome");
  const select = document.getElementById("reply-skill"), note = document.getElementById("reply-note");
  const lower = rows.map((row) => row.join("\n").toLowerCase());
  const before = (i) => outcomes[outcome[i]].startsWith("right"), after = (i) => outcomes[outcome[i]].endsWith("right");
  let found = [], shown = 0;

  const side = (title, right, answer, reply) => {
    const box = element("div"), line = element("div", `${title}: `, { className: "soft" });
    line.append(element("span", right ? "right" : "wrong", { className: right ? "mark-right" : "mark-wrong" }));
    line.append(answer ? `, read as ${answer}` : ", no answer found");
    box.append(line, element("pre", reply, { tabIndex: 0 }));
    return box;
  };
  const body = (i) => {
    const [question, form, expected, baseAnswer, baseReply, finalAnswer, finalReply, wrong] = rows[i];
    const pair = element("div", "", { className: "pair" });
    pair.append(side("Before", before(i), baseAnswer, baseReply), side("After", after(i), finalAnswer, finalReply));
    const facts = [`Expected: ${expected}`, form && `Form: ${form}`, wrong && `Known misconception: ${wrong}`].filter(Boolean).join(" · ");
    return [element("p", question, { className: "question" }), element("p", facts, { className: "soft" }), pair];
  };
  const article = (i) => {
    const box = element("article", "", { className: "sample" }), head = element("h3", `${run.skills.name[skill[i]] ?? "No skill"} `);
    head.append(element("span", outcomes[outcome[i]], { className: "soft" }));
    box.append(head, ...body(i));
    return box;
  };
  const extend = () => {
    list.append(...found.slice(shown, shown + PAGE).map(article));
    shown = Math.min(found.length, shown + PAGE);
    more.hidden = shown >= found.length;
  };
  const tests = {
    new: (i) => fresh[i], known: (i) => rows[i][7], none: (i) => !rows[i][5] && !after(i),
  };
  const refresh = () => {
    const words = search.value.trim().toLowerCase(), wanted = kind.value, own = select.value;
    const fits = tests[wanted] ?? ((i) => wanted === "" || outcome[i] === Number(wanted));
    found = [...rows.keys()].filter((i) => fits(i) && (own === "" || skill[i] === Number(own)) && (!words || lower[i].includes(words)));
    note.textContent = `${grouped(found.length)} of ${grouped(rows.length)} questions.`;
    list.replaceChildren();
    shown = 0;
    extend();
  };
  const present = new Set(skill);
  select.append(...run.skills.name.flatMap((name, i) => (present.has(i) ? [element("option", name, { value: String(i) })] : [])));
  search.addEventListener("input", refresh);
  for (const control of [kind, select]) control.addEventListener("change", refresh);
  more.addEventListener("click", extend);
  document.getElementById("reply-tools").hidden = false;
  refresh();
  return {
    show: (i) => {
      [search.value, kind.value, select.value] = ["", "", String(i)];
      refresh();
      select.focus();
      document.getElementById("replies").scrollIntoView();
    },
    of: (i) => [...rows.keys()].filter((row) => skill[row] === i).map((row) => ({
      title: `${outcomes[outcome[row]]}: ${rows[row][0]}`, parts: () => body(row),
    })),
  };
}
