"use strict";
// The panel about one skill; and the start of all scripts.
function startPanel(run, showOnMap, choose) {
  const panel = document.getElementById("skill-panel");
  const links = (title, skills) => {
    if (!skills?.length) return [];
    const line = element("p", `${title}: `, { className: "chips" });
    line.append(...skills.slice(0, 40).map((i) => element("button", run.skills.name[i], { type: "button", onclick: () => choose(i) })));
    return [line];
  };
  const folded = (title, text) => {
    const block = element("details");
    block.append(element("summary", title), element("pre", text));
    return block;
  };
  const close = () => { panel.hidden = true; choose(-1); };
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  return (i) => {
    const { name, unit, level, before, after, low, high, questions } = run.skills;
    const [title, lesson] = run.lessons[i];
    const known = (run.bySkill.get(i) ?? []).slice(0, 20);
    const score = questions[i]
      ? `${percent(before[i])} right before, ${percent(after[i])} after (95 % interval ${low[i]}–${high[i]} %, ${questions[i]} questions)`
      : "no exam questions";
    const count = run.owner.reduce((sum, owner) => sum + (owner === i), 0);
    const onMap = element("button", `Show its ${count} examples on the data map`, { type: "button", id: "show-on-map", onclick: () => showOnMap(i) });
    onMap.hidden = !count || !document.getElementById("map-canvas");
    const actions = element("p", "", { className: "tools" });
    actions.append(onMap, element("button", "Close", { type: "button", onclick: close }));
    panel.replaceChildren(
      element("h3", `${i + 1}. ${name[i]}`),
      element("p", [`Level ${level[i]}`, unit[i], score].filter(Boolean).join(" · "), { className: "soft" }),
      ...links("Needs", run.needs.get(i)), ...links("Leads to", run.opens.get(i)), actions,
      ...(lesson ? [folded(`Lesson: ${title}`, lesson)] : [element("p", "There is no lesson about it.")]),
      ...known.map((example) => {
        const [question, solution, wrong] = run.texts.get(example);
        return folded(`${wrong ? "Constructed error" : "Exercise"}: ${question.slice(0, 110)}`, [question, solution, wrong].filter(Boolean).join("\n\n"));
      }),
    );
    panel.hidden = false;
    panel.focus({ preventScroll: true });
  };
}

{
  const run = loadRun();
  const map = startMap(run);
  const choose = (skill) => {
    graph.mark(skill);
    if (skill >= 0) open(skill);
  };
  const open = startPanel(run, map.filter, choose);
  const graph = startGraph(run, choose);
  document.documentElement.dataset.ready = "";
}
