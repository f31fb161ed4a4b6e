// What a reader does with the page: zoom, filter, search, lanes, pages. All text of the page is
// there already, escaped; nothing here makes markup of text, and nothing is fetched.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const byId = (id) => document.getElementById(id);
  const form = byId("filters"), lanes = byId("lanes"), shown = byId("shown"), pages = byId("pages");
  const time = byId("time");
  const rows = (root) => [...root.querySelectorAll("li.event")];
  const numbers = (text) => text.split(",").map((part) => (part === "" ? null : Number(part)));
  const parents = [lanes, ...[...document.querySelectorAll("template")].map((t) => t.content)];
  const KEYS = ["kind", "actor", "status", "source"];
  const events = parents.flatMap(rows).map((node) => ({
    node,
    number: Number(node.dataset.n),
    bounds: numbers(node.dataset.bounds),
    hollow: ["planned", "hypothetical"].includes(node.dataset.status),
    keys: Object.fromEntries(KEYS.map((key) => [key, node.dataset[key].split(" ")])),
  }));
  const PER_PAGE = time ? Number(time.dataset.per_page) : 100, MANY = 300;
  const state = { page: 0, closed: new Set(), everything: false, matched: events };

  // --- the calendar: seconds since 1970 in UTC, any year; see exports/axis.py -------------------

  const DAY = 86400, HOUR = 3600, MINUTE = 60, YEAR = 31556952, MONTH = YEAR / 12;
  const SECONDS = [1, 5, 15, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR,
    6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY];
  const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const mod = (a, b) => a - Math.floor(a / b) * b;
  const told = (n) => n.toLocaleString("en-US");
  const two = (n) => String(n).padStart(2, "0");

  // Days of the proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March.
  function dayStart(year, month, day) {
    const y = year - (month <= 2 ? 1 : 0), era = Math.floor(y / 400), ofEra = y - era * 400;
    const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
    const days = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
    return (era * 146097 + days - 719468) * DAY;
  }
  function civil(seconds) {
    const z = Math.floor(seconds / DAY) + 719468, era = Math.floor(z / 146097), d = z - era * 146097;
    const y = Math.floor((d - Math.floor(d / 1460) + Math.floor(d / 36524) - Math.floor(d / 146096)) / 365);
    const ofYear = d - (365 * y + Math.floor(y / 4) - Math.floor(y / 100));
    const m = Math.floor((5 * ofYear + 2) / 153), month = m < 10 ? m + 3 : m - 9;
    return [y + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - Math.floor((153 * m + 2) / 5) + 1];
  }
  const counted = (year) => (year > 0 ? year : year - 1);
  function yearWords(year) {
    const count = Math.abs(year), era = year < 0 ? " BCE" : "";
    for (const [size, word] of [[1e9, " billion"], [1e6, " million"]]) {
      if (count >= size) return `${Number((count / size).toPrecision(6))}${word}${era}`;
    }
    return (count > 9999 ? told(count) : count) + era;
  }
  function ticks(first, before, most) {
    const length = before - first, found = [];
    const add = (moment, words) => { if (moment >= first && moment < before) found.push([moment, ...words]); };
    for (const step of SECONDS) {
      if (length > step * most) continue;
      const offset = step >= 7 * DAY ? 4 * DAY : 0;
      for (let at = first + mod(offset - first, step); at < before; at += step) add(at, words(at, step));
      return changes(found);
    }
    for (const step of [1, 3, 6]) {
      if (length > step * MONTH * most) continue;
      const [year, month] = civil(first);
      for (let n = year * 12 + Math.floor((month - 1) / step) * step; ; n += step) {
        const at = dayStart(Math.floor(n / 12), mod(n, 12) + 1, 1);
        if (at >= before) return changes(found);
        add(at, words(at, MONTH));
      }
    }
    let step = 1;
    while (length > step * YEAR * most) step = String(step)[0] === "2" ? (step * 5) / 2 : step * 2;
    const last = counted(civil(before)[0]);
    for (let year = Math.floor(counted(civil(first)[0]) / step) * step; year <= last; year += step) {
      if (year || step > 1) add(dayStart(year < 0 ? year + 1 : year || 1, 1, 1), [yearWords(year || 1), ""]);
    }
    return found;
  }
  function changes(found) {
    let last = null;
    for (const tick of found) [last, tick[2]] = [tick[2], tick[2] === last ? "" : tick[2]];
    return found;
  }
  function words(moment, step) {
    const [y, m, day] = civil(moment), year = yearWords(counted(y)), name = NAMES[m - 1];
    if (step >= MONTH) return [name, year];
    if (step >= DAY) return [String(day), `${name} ${year}`];
    const second = mod(moment, DAY), clock = `${two(Math.floor(second / HOUR))}:${two(Math.floor(second / MINUTE) % 60)}`;
    return [step >= MINUTE ? clock : `${clock}:${two(second % MINUTE)}`, `${day} ${name} ${year}`];
  }
  // The first second of a date and the first after it, or null: 2015, 2015-11, 2015-11-24, -0043.
  function readDate(text) {
    const found = /^(-?\d{4,6})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text.trim());
    if (!found) return null;
    const [year, month, day] = found.slice(1).map((part) => part && Number(part));
    const start = dayStart(year, month || 1, day || 1), real = civil(start);
    if ((month && real[1] !== month) || (day && real[2] !== day)) return null;
    if (day) return [start, start + DAY];
    return [start, month ? dayStart(month < 12 ? year : year + 1, (month % 12) + 1, 1) : dayStart(year + 1, 1, 1)];
  }

  // --- which events are asked for -----------------------------------------------------------------

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const textOf = (event) => (event.text ??= fold(
    [...event.node.querySelectorAll(".label, .meta, .facts, .words")].map((e) => e.textContent).join(" ")));
  function date(name) {
    const input = form.elements[name], read = input.value.trim() ? readDate(input.value) : undefined;
    input.setAttribute("aria-invalid", String(read === null));
    return read;
  }
  function choose() {
    const asked = Object.fromEntries(KEYS.map((key) => [key, form.elements[key].value]));
    const sought = fold(form.elements.search.value).split(/\s+/).filter(Boolean);
    const from = date("from")?.[0] ?? null, to = date("to")?.[1] ?? null;
    state.inside = Boolean(time && form.elements.inside.checked);
    const [first, before] = state.inside ? view : [-Infinity, Infinity];
    state.matched = events.filter((event) => {
      const [start, , , end] = event.bounds;
      return KEYS.every((key) => !asked[key] || event.keys[key].includes(asked[key]))
        && (from === null || end === null || end > from) && (to === null || start === null || start < to)
        && (end === null || end > first) && (start === null || start < before)
        && sought.every((word) => textOf(event).includes(word));
    });
    state.range = [from, to];
    state.page = 0;
  }

  function clear() {
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = false;
      else if (field.name) field.value = "";
    }
    state.closed.clear();
  }

  // --- lanes and pages ----------------------------------------------------------------------------

  function groups() {
    const by = form.elements.lanes.value;
    if (!by) return [{ label: "", events: state.matched }];
    const options = [...form.elements[by].options].slice(1);
    const found = options.map((option) => ({
      label: option.textContent.replace(/ \(\d+\)$/, ""),
      events: state.matched.filter((event) => event.keys[by].includes(option.value)),
    }));
    found.push({ label: `no ${by} named`, events: state.matched.filter((event) => !event.keys[by].join("")) });
    return found.filter((group) => group.events.length);
  }
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  function show() {
    const used = new Set(), first = state.page * PER_PAGE, box = document.createDocumentFragment();
    const before = state.everything ? Infinity : first + PER_PAGE;
    let place = 0;
    for (const group of groups()) {
      const closed = group.label && state.closed.has(group.label) && !state.everything;
      const start = place, list = element("ol", { className: "rows" });
      if (!closed) {
        for (const event of group.events) {
          if (place >= (state.everything ? 0 : first) && place < before) list.append(nodeOf(event, used));
          place += 1;
        }
      }
      if (!closed && !list.children.length) continue;
      if (closed && !(start >= first && start <= before)) continue;
      box.append(group.label ? lane(group, closed, list) : list);
    }
    lanes.replaceChildren(box);
    state.last = Math.max(0, Math.ceil(place / PER_PAGE) - 1);
    pages.hidden = !state.last || state.everything;
    pages.querySelector("span").textContent = `Page ${state.page + 1} of ${state.last + 1}`;
    pages.querySelector("[data-do=back]").disabled = !state.page;
    pages.querySelector("[data-do=on]").disabled = state.page >= state.last;
    const undated = state.matched.filter((event) => event.bounds.every((bound) => bound === null)).length;
    const without = undated ? `, ${told(undated)} of them without a date` : "";
    const faults = ["from", "to"].map((name) => form.elements[name]).filter((i) => i.getAttribute("aria-invalid") === "true");
    shown.textContent = `${told(state.matched.length)} of ${told(events.length)} events${without}`
      + faults.map((input) => `; “${input.value}” is no date such as 2015-11-24`).join("");
    draw();
  }
  // A row stands in each of its lanes; all but the first are copies.
  function nodeOf(event, used) {
    if (!used.has(event)) {
      used.add(event);
      return event.node;
    }
    const copy = event.node.cloneNode(true);
    copy.removeAttribute("id");
    return copy;
  }
  function lane(group, closed, list) {
    const button = element("button", { type: "button" }, group.label, " ", element("span", {}, `(${told(group.events.length)})`));
    button.setAttribute("aria-expanded", String(!closed));
    button.addEventListener("click", () => {
      if (!state.closed.delete(group.label)) state.closed.add(group.label);
      show();
      [...lanes.querySelectorAll("h3 button")].find((b) => b.textContent === button.textContent)?.focus();
    });
    const heading = element("h3", {}, button), section = element("section", { className: "lane" }, heading);
    if (time && closed) {
      const crowd = svg("svg", { "aria-hidden": "true", focusable: "false", preserveAspectRatio: "none", class: "crowd" });
      crowd.events = group.events;
      heading.append(crowd);
    }
    if (!closed) section.append(list);
    return section;
  }

  // --- drawing; see exports/drawing.py ------------------------------------------------------------

  const svg = (name, attributes = {}, text = "") => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };
  const frame = time && numbers(time.dataset.frame);
  const BINS = time && Number(time.dataset.bins), POINT = time && Number(time.dataset.point);
  const HEIGHT = time && Number(time.dataset.overview);
  let view = frame;
  const place = (moment) => Math.min(110, Math.max(-10, (100 * (moment - view[0])) / (view[1] - view[0])));
  const percent = (x) => `${x.toFixed(4)}%`;
  const across = (x, x2, y, more) => svg("line", { x1: percent(x), x2: percent(x2), y1: y, y2: y, stroke: "currentColor", "stroke-width": 2, ...more });
  const upright = (x, half = 7) => svg("line", { x1: percent(x), x2: percent(x), y1: 12 - half, y2: 12 + half, stroke: "currentColor", "stroke-width": 2 });
  const filled = (x, x2, more) => svg("rect", { x: percent(x), y: 7, width: percent(x2 - x), height: 10, fill: "currentColor", ...more });
  function marks({ bounds: [earliest, begun, over, latest], hollow }) {
    const left = earliest === null ? 0 : place(earliest), right = latest === null ? 100 : place(latest);
    if ((latest !== null && right <= 0) || (earliest !== null && left >= 100)) return [away(right <= 0)];
    const dated = earliest !== null && latest !== null;
    if (dated && right - left < POINT) {
      return [svg("circle", { cx: percent((left + right) / 2), cy: 12, r: 5, stroke: "currentColor", "stroke-width": 2, fill: hollow ? "none" : "currentColor" })];
    }
    const found = dated ? [filled(left, right, { "fill-opacity": ".18" }), across(left, right, 12)] : [across(left, right, 12, { "stroke-dasharray": "2 5" })];
    if (earliest !== null) found.push(upright(left));
    if (latest !== null) found.push(upright(right));
    if (begun !== null && over !== null && begun < over) found.push(filled(place(begun), place(over)));
    else {
      if (begun !== null && latest === null) found.push(upright(place(begun), 4));
      if (over !== null && earliest === null) found.push(upright(place(over), 4));
    }
    return found;
  }
  // An arrow at the edge behind which an event lies.
  function away(before) {
    const arrow = svg("svg", { x: before ? "0%" : "100%", overflow: "visible" });
    arrow.append(svg("path", { d: before ? "M8 6 2 12 8 18" : "M-8 6 -2 12 -8 18", fill: "none", stroke: "currentColor", "stroke-width": 2 }));
    return arrow;
  }
  function crowd(of, [first, before]) {
    const possible = Array(BINS).fill(0), certain = Array(BINS).fill(0), length = before - first;
    const column = (moment) => Math.min(BINS - 1, Math.max(0, Math.floor(((moment - first) * BINS) / length)));
    for (const { bounds: [earliest, begun, over, latest] } of of) {
      if (earliest === null && begun === null && over === null && latest === null) continue;
      if ((latest !== null && latest <= first) || (earliest !== null && earliest >= before)) continue;
      const from = earliest === null ? 0 : column(earliest), to = latest === null ? BINS - 1 : column(latest - 1);
      for (let n = from; n <= to; n += 1) possible[n] += 1;
      if (from === to) certain[from] += 1;
      else if (begun !== null && over !== null && begun < over && over > first && begun < before) {
        for (let n = column(begun); n <= column(over - 1); n += 1) certain[n] += 1;
      }
    }
    return [possible, certain];
  }
  function outline(counts, most) {
    const steps = counts.map((count) => `V${Number((HEIGHT - (count ? Math.max(HEIGHT / 10, (HEIGHT * count) / most) : 0)).toFixed(2))}h1`);
    return `M0 ${HEIGHT}${steps.join("")}V${HEIGHT}Z`;
  }
  function crowded(target, of, stretch) {
    const both = crowd(of, stretch), most = Math.max(1, ...both[0]);
    target.setAttribute("viewBox", `0 0 ${BINS} ${HEIGHT}`);
    target.replaceChildren(...both.map((counts, n) => svg("path", { d: outline(counts, most), fill: "currentColor", "fill-opacity": n ? ".75" : ".25" })));
  }
  const moment = (seconds) => {
    const long = view[1] - view[0] > 12 * DAY, [y, m, day] = civil(seconds);
    const clock = long ? "" : ` ${words(seconds, view[1] - view[0] > 2 * HOUR ? MINUTE : 1)[0]}`;
    return view[1] - view[0] > 50 * YEAR ? yearWords(counted(y)) : `${day} ${NAMES[m - 1]} ${yearWords(counted(y))}${clock}`;
  };
  function draw() {
    if (!time) return;
    const axis = byId("ticks"), width = axis.clientWidth || 800;
    const found = ticks(view[0], view[1], Math.max(3, Math.floor(width / 80)));
    const drawn = [];
    for (const [at, label, context] of found) {
      const x = percent(place(at)), anchor = place(at) > 95 ? { "text-anchor": "end" } : {};
      drawn.push(svg("line", { x1: x, x2: x, y1: 0, y2: 5, stroke: "currentColor" }), svg("text", { x, y: 17, ...anchor }, label));
      if (context) drawn.push(svg("text", { x, y: 30, class: "context", ...anchor }, context));
    }
    axis.replaceChildren(...drawn);
    axis.dataset.shown = view.join();
    byId("grid").replaceChildren(...found.map(([at]) => svg("line", { x1: percent(place(at)), x2: percent(place(at)), y1: 0, y2: "100%", stroke: "currentColor" })));
    crowded(byId("overview"), state.matched, frame);
    const part = (at) => Math.min(100, Math.max(0, (100 * (at - frame[0])) / (frame[1] - frame[0])));
    const brush = byId("window");
    brush.hidden = view[0] <= frame[0] && view[1] >= frame[1];
    brush.style.left = `${part(view[0])}%`;
    brush.style.width = `max(6px, ${part(view[1]) - part(view[0])}%)`;
    byId("span").textContent = `${moment(view[0])} – ${moment(view[1])}`;
    for (const target of lanes.querySelectorAll(".crowd")) crowded(target, target.events, view);
    for (const row of rows(lanes)) row.querySelector(".strip").replaceChildren(...marks(events[row.dataset.n - 1]));
  }

  // --- zooming ------------------------------------------------------------------------------------

  let waiting = false;
  function look(first, before) {
    const whole = frame[1] - frame[0], length = Math.min(3 * whole, Math.max(10, before - first));
    let start = (first + before - length) / 2;
    start = Math.round(Math.max(frame[0] - length * 0.9, Math.min(frame[1] - length * 0.1, start)));
    view = [start, start + Math.round(length)];
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (state.inside) choose();
      if (state.inside) show();
      else draw();
    });
  }
  function zoom(factor, at = (view[0] + view[1]) / 2) {
    look(at - (at - view[0]) * factor, at + (view[1] - at) * factor);
  }
  const slide = (part) => look(view[0] + part * (view[1] - view[0]), view[1] + part * (view[1] - view[0]));
  const DO = { in: () => zoom(0.5), out: () => zoom(2), earlier: () => slide(-0.25), later: () => slide(0.25), all: () => look(...frame) };
  const PRESSED = { "+": "in", "=": "in", "-": "out", ArrowLeft: "earlier", ArrowRight: "later", 0: "all", Home: "all" };

  function momentAt(x, stretch = view) {
    const box = byId("axis").getBoundingClientRect();
    return stretch[0] + ((x - box.left) / box.width) * (stretch[1] - stretch[0]);
  }
  function zooming() {
    byId("zoom").hidden = false;
    byId("zoom").append(element("span", { id: "span" }));
    byId("zoom").addEventListener("click", (event) => DO[event.target.dataset?.do]?.());
    byId("zoom").addEventListener("keydown", (event) => {
      if (!PRESSED[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      DO[PRESSED[event.key]]();
    });
    const section = byId("timeline");
    section.addEventListener("wheel", (event) => {
      const onAxis = event.target.closest("#axis"), strip = event.target.closest(".strip, .crowd");
      if (!(onAxis || (strip && (event.ctrlKey || event.metaKey)))) return;
      event.preventDefault();
      zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))), momentAt(event.clientX));
    }, { passive: false });
    const held = new Map();
    let moved = false, began = 0, pressed = null;
    section.addEventListener("pointerdown", (event) => {
      pressed = event.target.closest("#overview, #ticks, .strip, .crowd");
      if (!pressed || event.button) return;
      held.set(event.pointerId, event.clientX);
      moved = false;
      began = event.clientX;
    });
    addEventListener("pointermove", (event) => {
      if (!held.has(event.pointerId)) return;
      if (Math.abs(event.clientX - began) > 4) moved = true;
      const at = [...held.values()], gap = Math.abs(at[0] - at[1]);
      const was = held.get(event.pointerId);
      held.set(event.pointerId, event.clientX);
      if (!moved) return;
      const now = [...held.values()];
      if (pressed.id === "overview") {
        look(...[momentAt(began, frame), momentAt(event.clientX, frame)].sort((a, b) => a - b));
      } else if (held.size === 2) {
        zoom(Math.max(gap, 10) / Math.max(Math.abs(now[0] - now[1]), 10), momentAt((now[0] + now[1]) / 2));
      } else {
        slide((was - event.clientX) / byId("axis").clientWidth);
      }
    });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => held.delete(event.pointerId));
    section.addEventListener("click", (event) => {
      if (moved) event.preventDefault();
      else if (event.target.closest("#overview")) {
        const at = momentAt(event.clientX, frame), half = (view[1] - view[0]) / 2;
        look(at - half, at + half);
      }
      moved = false;
    }, true);
    addEventListener("resize", () => look(...view));
  }

  // --- reading on ---------------------------------------------------------------------------------

  // Links between events open what they lead to, whatever is filtered out or on another page.
  function follow() {
    const wanted = /^#e(\d+)$/.exec(location.hash), event = wanted && events[wanted[1] - 1];
    if (!event) return;
    if (!state.matched.includes(event)) {
      clear();
      choose();
    }
    const groupsNow = groups();
    for (const group of groupsNow) if (group.events.includes(event)) state.closed.delete(group.label);
    const order = groupsNow.flatMap((g) => (g.label && state.closed.has(g.label) ? [] : g.events));
    state.page = Math.floor(order.indexOf(event) / PER_PAGE);
    show();
    event.node.querySelector("details").open = true;
    event.node.querySelector("summary").focus({ preventScroll: true });
    event.node.scrollIntoView({ block: "start" });
  }
  function turn(by) {
    state.page = Math.min(state.last, Math.max(0, state.page + by));
    show();
    byId("events").focus();
  }

  byId("scriptless").hidden = true;
  byId("ask").hidden = false;
  byId("ask").open = !matchMedia("(max-width: 44rem)").matches;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target.name === "lanes") {
      const many = events.length > MANY && event.target.value;
      state.closed = new Set(many ? groups().map((group) => group.label) : []);
      state.page = 0;
    }
    choose();
    if (time && ["from", "to"].includes(event.target.name) && state.range.some((bound) => bound !== null)) {
      look(state.range[0] ?? frame[0], state.range[1] ?? frame[1]);
    }
    show();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
    if (time) look(...frame);
    choose();
    show();
  });
  pages.addEventListener("click", (event) => {
    if (event.target.dataset.do) turn(event.target.dataset.do === "on" ? 1 : -1);
  });
  lanes.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.tagName !== "SUMMARY") return;
    event.preventDefault();
    const all = [...lanes.querySelectorAll("summary")];
    all[all.indexOf(event.target) + step]?.focus();
  });
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => { state.everything = true; show(); });
  addEventListener("afterprint", () => { state.everything = false; show(); });
  if (time) zooming();
  choose();
  show();
  follow();
})();
