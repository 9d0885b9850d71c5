"use strict";
// The panel about one skill; and the start of all scripts.
function startPanel(run, map, replies, choose) {
  const panel = document.getElementById("skill-panel"), explorer = document.getElementById("explorer");
  const narrow = matchMedia("(max-width: 1100px)");
  let opener = null;
  const links = (title, skills) => {
    if (!skills?.length) return [];
    const line = element("p", `${title}: `, { className: "chips" });
    line.append(...skills.slice(0, 40).map((i) => element("button", run.skills.name[i], { type: "button", onclick: () => choose(i) })));
    return [line];
  };
  const short = (text) => (text.length > 130 ? `${text.slice(0, 130).replace(/\s+\S*$/, "")} …` : text);
  const folded = (title, text) => {
    const block = element("details");
    block.append(element("summary", short(title)), element("pre", text));
    return block;
  };
  const foldedReply = ({ title, parts }) => {
    const block = element("details");
    block.append(element("summary", short(title)));
    block.addEventListener("toggle", () => { if (block.children.length === 1) block.append(...parts()); });
    return block;
  };
  // Focus goes back to where it came from; what was below the panel stays where it was.
  const close = () => {
    panel.hidden = true;
    explorer.classList.remove("open");
    choose(-1);
    opener?.focus({ preventScroll: true });
    if (opener && !isSeen(opener)) opener.scrollIntoView({ block: "center", behavior: "instant" });
  };
  const isSeen = (thing) => { const { top, bottom } = thing.getBoundingClientRect(); return top >= 0 && top < innerHeight * 0.7 && bottom > 0; };
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  return (i, from) => {
    if (!panel.contains(document.activeElement)) opener = document.activeElement === document.body ? from : document.activeElement;
    const { name, unit, level, before, after, low, high, questions } = run.skills;
    const [title, lesson] = run.lessons[i];
    const known = (run.bySkill.get(i) ?? []).slice(0, 20);
    const score = questions[i]
      ? `${percent(before[i])} right before, ${percent(after[i])} after (95 % interval ${low[i]}–${high[i]} %, ${questions[i]} questions)`
      : "no exam questions";
    const count = run.owner.reduce((sum, owner) => sum + (owner === i), 0);
    const onMap = element("button", `Show its ${count} examples on the data map`, { type: "button", id: "show-on-map", onclick: () => map.filter(i) });
    onMap.hidden = !count || !document.getElementById("map-canvas");
    const asked = replies.of(i);
    const toReplies = element("button", "Show its replies in the list", { type: "button", id: "show-replies", onclick: () => replies.show(i) });
    toReplies.hidden = !asked.length;
    const actions = element("p", "", { className: "tools" });
    actions.append(toReplies, onMap, element("button", "Close", { type: "button", onclick: close }));
    panel.replaceChildren(
      element("h3", `${i + 1}. ${name[i]}`),
      element("p", [`Level ${level[i]}`, unit[i], score].filter(Boolean).join(" · "), { className: "soft" }),
      ...links("Needs", run.needs.get(i)), ...links("Leads to", run.opens.get(i)), actions,
      ...(lesson ? [folded(`Lesson: ${title}`, lesson)] : [element("p", "There is no lesson about it.")]),
      ...(asked.length ? [element("h4", "Exam questions, before → after")] : []), ...asked.slice(0, 20).map(foldedReply),
      ...(known.length ? [element("h4", "Exercises")] : []),
      ...known.map((example) => {
        const [question, solution, wrong] = run.texts.get(example);
        return folded(`${wrong ? "Constructed error" : "Exercise"}: ${question}`, [question, solution, wrong].filter(Boolean).join("\n\n"));
      }),
    );
    panel.hidden = false;
    panel.scrollTop = 0;
    explorer.classList.add("open");
    panel.focus({ preventScroll: true });
    if (!isSeen(panel)) (narrow.matches ? panel : explorer).scrollIntoView({ block: "start", behavior: "instant" });
  };
}

{
  const run = loadRun();
  const map = startMap(run);
  const replies = startReplies(run);
  const choose = (skill) => {
    graph.mark(skill);
    if (skill >= 0) open(skill, graph.box(skill));
  };
  const open = startPanel(run, map, replies, choose);
  const graph = startGraph(run, choose);
  const numbers = new Map(run.skills.id.map((id, i) => [id, i]));
  for (const link of document.querySelectorAll("a[data-skill]")) {
    if (link.closest(".graph") || !numbers.has(link.dataset.skill)) continue;
    link.addEventListener("click", (event) => { event.preventDefault(); choose(numbers.get(link.dataset.skill)); });
  }
  document.documentElement.dataset.ready = "";
}
