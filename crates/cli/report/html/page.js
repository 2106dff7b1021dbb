// What the page does when somebody clicks, points or types: the language, sorting, the values of plots.
// Texts of users are set as text, never as HTML.
(() => {
  "use strict";

  const root = document.documentElement;

  function speaks(language) {
    root.lang = language;
    root.className = language;
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
    for (const plot of document.querySelectorAll(".plot")) {
      plot.dispatchEvent(new Event("leave"));
    }
  }

  function offersLanguages() {
    for (const button of document.querySelectorAll("[data-language]")) {
      button.addEventListener("click", () => speaks(button.dataset.language));
    }
    document.querySelector(".switch")?.removeAttribute("hidden");
    speaks(root.lang);
  }

  // What a cell is sorted by: the exact figure, or what is read.
  function order(cell) {
    const given = cell.dataset.order ?? cell.dataset.value;
    return given ?? [...cell.childNodes].map((node) => node.textContent).join("").trim();
  }

  function compares(one, other) {
    const [first, second] = [Number(one), Number(other)];
    if (one !== "" && other !== "" && !Number.isNaN(first) && !Number.isNaN(second)) {
      return first - second;
    }
    return one.localeCompare(other, root.lang);
  }

  // Sorts rows by a column; rows without a figure come last either way.
  function sorts(table, column, heading) {
    const isUp = heading.getAttribute("aria-sort") === "ascending";
    const sign = isUp ? -1 : 1;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [order(row.cells[column]), row]);
    rows.sort(([one], [other]) => {
      if ((one === "") !== (other === "")) {
        return one === "" ? 1 : -1;
      }
      return sign * compares(one, other);
    });
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
    }
    heading.setAttribute("aria-sort", isUp ? "descending" : "ascending");
    body.append(...rows.map(([, row]) => row));
  }

  function offersSorting(table) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sorts(table, column, heading));
    });
  }

  function readsSpots(plot) {
    try {
      return JSON.parse(plot.dataset.spots ?? "[]");
    } catch {
      return [];
    }
  }

  // Shows the words of the nearest spot, under the pointer or by the arrow keys.
  function offersValues(plot) {
    const svg = plot.querySelector("svg");
    const spots = readsSpots(plot);
    if (svg === null || spots.length === 0) {
      return;
    }
    const tooltip = document.createElement("div");
    tooltip.className = "tooltip";
    tooltip.setAttribute("role", "status");
    plot.append(tooltip);
    const circle = document.createElementNS(svg.namespaceURI, "circle");
    circle.setAttribute("class", "here");
    circle.setAttribute("r", "7");
    let at = -1;

    const scale = () => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;

    function leaves() {
      at = -1;
      tooltip.textContent = "";
      circle.remove();
    }

    function shows(place) {
      at = place;
      const [x, y, words] = spots[place];
      circle.setAttribute("cx", String(x));
      circle.setAttribute("cy", String(y));
      svg.append(circle);
      tooltip.textContent = words;
      const left = x * scale() + 14;
      const isRight = left + tooltip.offsetWidth > svg.getBoundingClientRect().width;
      tooltip.style.left = `${Math.max(0, isRight ? left - 28 - tooltip.offsetWidth : left)}px`;
      const bottom = svg.getBoundingClientRect().height - tooltip.offsetHeight;
      tooltip.style.top = `${Math.max(0, Math.min(y * scale() - 12, bottom))}px`;
    }

    function nearest(x, y) {
      const far = ([left, top]) => (left - x) ** 2 + (top - y) ** 2;
      return spots.reduce((best, spot, place) => (far(spot) < far(spots[best]) ? place : best), 0);
    }

    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      shows(nearest((event.clientX - box.left) / scale(), (event.clientY - box.top) / scale()));
    });
    svg.addEventListener("pointerleave", leaves);
    plot.addEventListener("blur", leaves);
    plot.addEventListener("leave", leaves);
    plot.addEventListener("keydown", (event) => {
      const last = spots.length - 1;
      const moves = {
        ArrowRight: Math.min(at + 1, last),
        ArrowLeft: at < 0 ? last : Math.max(at - 1, 0),
        Home: 0,
        End: last,
      };
      if (event.key === "Escape") {
        leaves();
      } else if (event.key in moves) {
        event.preventDefault();
        shows(moves[event.key]);
        plot.scrollLeft = spots[at][0] * scale() - plot.clientWidth / 2;
      }
    });
  }

  offersLanguages();
  document.querySelectorAll("table.sorts").forEach(offersSorting);
  document.querySelectorAll(".plot").forEach(offersValues);
})();
