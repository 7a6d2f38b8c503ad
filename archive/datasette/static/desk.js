/* Optional conveniences: every page works without this file. */
(() => {
  // Arrow keys move between the bars of a chart, so that a chart is one stop of the Tab key.
  const walk = (chart) => {
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
  };

  // A drag over a timeline, or Shift with the arrow keys and Enter, narrows the result to these days.
  const brush = (figure) => {
    const spans = JSON.parse(figure.dataset.spans);
    const chart = figure.querySelector("svg svg");
    const pitch = 100 / Math.max(8, spans.length);
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    mark.setAttribute("class", "brush");
    mark.setAttribute("height", "100%");
    let from = -1, to = -1;
    const columnAt = (event) => {
      const box = chart.parentNode.getBoundingClientRect();
      const place = Math.floor((event.clientX - box.left) / box.width * 100 / pitch);
      return Math.max(0, Math.min(spans.length - 1, place));
    };
    const columnOf = (bar) => Math.round(parseFloat(bar.querySelector("rect").getAttribute("x")) / pitch - 0.09);
    const show = () => {
      mark.setAttribute("x", `${Math.min(from, to) * pitch}%`);
      mark.setAttribute("width", `${(Math.abs(to - from) + 1) * pitch}%`);
      chart.append(mark);
    };
    const clear = () => { from = to = -1; mark.remove(); };
    const apply = () => {
      const address = new URL(location.href);
      address.searchParams.set("since", spans[Math.min(from, to)][0]);
      address.searchParams.set("until", spans[Math.max(from, to)][1]);
      ["page", "count"].forEach((name) => address.searchParams.delete(name));
      location.assign(address);
    };
    let dragging = false;
    chart.parentNode.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      dragging = true;
      from = to = columnAt(event);
    });
    window.addEventListener("pointermove", (event) => {
      if (!dragging || columnAt(event) === to) return;
      to = columnAt(event);
      show();
    });
    window.addEventListener("pointerup", () => {
      if (!dragging) return;
      dragging = false;
      if (from !== to) apply(); else clear();
    });
    figure.addEventListener("dragstart", (event) => event.preventDefault());
    figure.addEventListener("click", (event) => { if (from !== to) event.preventDefault(); });
    figure.addEventListener("keydown", (event) => {
      const bar = document.activeElement.closest("a.bar");
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (event.shiftKey && step && bar) {
        event.preventDefault();
        event.stopPropagation();
        if (from < 0) from = to = columnOf(bar);
        to = Math.max(0, Math.min(spans.length - 1, to + step));
        show();
      } else if (event.key === "Enter" && from !== to) {
        event.preventDefault();
        apply();
      } else if (event.key === "Escape") clear();
    }, true);
  };
  const draw = (part) => {
    part.querySelectorAll(".chart svg[role=group]").forEach(walk);
    part.querySelectorAll(".timeline").forEach(brush);
  };
  draw(document);

  // Articles that are ticked stay selected on all pages, in this browser; a search for their ids shows them together.
  const entry = document.getElementById("selection");
  const key = `spacebeat selection of ${entry ? entry.dataset.archive : ""}`;
  const selected = () => { try { return JSON.parse(localStorage.getItem(key)) || []; } catch { return []; } };
  const showSelected = () => {
    const ids = selected();
    const link = entry.querySelector("a");
    entry.hidden = !ids.length;
    entry.querySelector(".tag").textContent = ids.length;
    link.search = link.search.replace(/[?&]ids=[^&]*/, "") + (link.search.startsWith("?archive") ? "&" : "?") + `ids=${ids}`;
    document.querySelectorAll(".pick").forEach((label) => {
      label.hidden = false;
      label.firstChild.checked = ids.includes(label.firstChild.value);
    });
    document.querySelectorAll("[data-unpick]").forEach((button) => { button.hidden = !ids.length; });
  };
  const select = (ids) => {
    try { localStorage.setItem(key, JSON.stringify(ids)); } catch { return; }
    showSelected();
  };
  if (entry) {
    document.addEventListener("change", ({target}) => {
      if (target.name !== "ids") return;
      const others = selected().filter((id) => id !== target.value);
      select(target.checked ? [...others, target.value] : others);
    });
    document.querySelectorAll("form.picked").forEach((form) => form.addEventListener("submit", (event) => {
      if (!selected().length) return;
      event.preventDefault();
      location.assign(entry.querySelector("a").href);
    }));
    document.querySelectorAll("[data-unpick]").forEach((button) => button.addEventListener("click", () => select([])));
    ["storage", "pageshow"].forEach((name) => addEventListener(name, showSelected));
    showSelected();
  }

  // What scrolls sideways can be reached and scrolled by keyboard.
  const reach = () => document.querySelectorAll(".scroll, .table-wrapper").forEach((box) => {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "Table, scrolls sideways");
    } else ["tabindex", "role", "aria-label"].forEach((name) => box.removeAttribute(name));
  });
  reach();
  addEventListener("resize", reach);

  // What takes long to count is fetched while the rest of the page can be read already; a failure leaves the link.
  const count = async (counting, said, address, show) => {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", "Counting all matches");
    const link = counting.innerHTML;
    counting.replaceChildren(said, bar);
    try {
      const answer = await fetch(address);
      show(answer, new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch (error) {
      counting.innerHTML = link;
      throw error;
    }
  };

  document.querySelectorAll("[data-overview]").forEach((counting) => {
    count(counting, "· counting all ", counting.dataset.overview, (answer, part) => {
      if (!part.getElementById("total")) throw new Error(part.body.textContent);
      ["total", "timeline-of-all", "facets-of-all"].forEach((id) => {
        const place = document.getElementById(id);
        place.replaceChildren(...part.getElementById(id).childNodes);
        place.classList.remove("awaited");
        draw(place);
      });
      counting.remove();
    }).catch(() => document.getElementById("timeline-of-all").classList.remove("awaited"));
  });

  document.querySelectorAll("[data-part]").forEach((counting) => {
    count(counting, "counting all matches ", counting.dataset.part, (answer, part) => {
      if (!answer.ok) throw new Error(answer.status);
      const place = document.getElementById("compared");
      place.replaceChildren(...part.body.childNodes);
      draw(place);
      reach();
    }).catch(() => {});
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

  // A click outside closes the menus of Datasette's pages.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.actions-menu-links[open], details.nav-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
