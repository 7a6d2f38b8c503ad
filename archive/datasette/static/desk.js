/* Optional conveniences: every page works without this file. */
(() => {
  // Arrow keys move between the bars of a chart, so that a chart is one stop of the Tab key.
  document.querySelectorAll(".chart svg[role=group]").forEach((chart) => {
    const bars = Array.from(chart.querySelectorAll("a.bar"));
    const steps = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};
    chart.addEventListener("keydown", (event) => {
      const at = bars.indexOf(document.activeElement);
      const to = event.key === "Home" ? 0 : event.key === "End" ? bars.length - 1 : at + (steps[event.key] || NaN);
      if (at < 0 || !bars[to]) return;
      event.preventDefault();
      bars[at].setAttribute("tabindex", "-1");
      bars[to].setAttribute("tabindex", "0");
      bars[to].focus();
    });
  });

  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = button.closest(".cite").querySelector("pre").textContent;
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
  });

  // The descriptions of thirty columns would push the table off the screen, so they are folded.
  document.querySelectorAll("dl.column-descriptions").forEach((list) => {
    const box = document.createElement("details");
    box.className = "numbers";
    box.appendChild(document.createElement("summary")).textContent = "What the columns mean";
    list.replaceWith(box);
    box.appendChild(list);
  });

  // A click outside closes the menus of Datasette's pages.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.actions-menu-links[open], details.nav-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
