// The result page: the answer of a study in words and figures, and its comparison with another. Every figure is drawn by
// the server; it takes the colours of this page, and leaves it as SVG and its numbers as CSV.

import "./result.css";
import { h, refill } from "../dom";
import type { Page } from "../page";
import { get } from "../server";

interface Figure {
  name: string;
  title: string;
  caption: string;
  drawing: string;
}

interface Comparison {
  headline: string;
  sentences: string[];
  first: string;
  second: string;
  figures: Figure[];
}

interface Results {
  headline: string;
  sentences: string[];
  warnings: string[];
  runs: number;
  seed: number;
  figures: Figure[];
  examples: { cause: string; run: number }[];
  again: string;
  compared: Comparison | null;
}

function drawn(svg: string): Node {
  const read = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  return document.importNode(read, true);
}

function picture(one: Figure): HTMLElement {
  const link = (kind: string): HTMLElement =>
    h(
      "a",
      {
        href: `api/results/figure?name=${encodeURIComponent(one.name)}&kind=${kind}`,
        download: `${one.name}.${kind}`,
        "aria-label": `${one.title}, as ${kind.toUpperCase()}`,
      },
      kind.toUpperCase(),
    );
  return h(
    "figure",
    { id: `figure-${one.name}` },
    h("figcaption", {}, h("h3", {}, one.title), h("p", {}, one.caption)),
    h("div", { class: "drawing" }, drawn(one.drawing)),
    h("p", { class: "take" }, link("svg"), link("csv")),
  );
}

function head(told: Results): HTMLElement {
  return h(
    "header",
    {},
    h("h2", { class: "headline" }, `${told.headline}.`),
    ...told.warnings.map((text) => h("p", { class: "warning", role: "alert" }, text)),
    ...told.sentences.map((text) => h("p", { class: "standfirst" }, text)),
    h("p", { class: "byline" }, `${told.runs.toLocaleString("en")} raids, seed ${told.seed} · again: `, h("code", {}, told.again)),
  );
}

function comparison(told: Comparison): HTMLElement {
  return h(
    "section",
    { class: "compared", "aria-label": "Comparison" },
    h("h2", {}, `${told.headline}.`),
    h("p", { class: "byline" }, "First: ", h("b", {}, told.first), ". Second: ", h("b", {}, told.second), "."),
    ...told.sentences.map((text) => h("p", { class: "standfirst" }, text)),
    h("div", { class: "pair" }, ...told.figures.map(picture)),
  );
}

function examples(told: Results): HTMLElement | false {
  if (!told.examples.length) return false;
  const links = told.examples.map((one) =>
    h("li", {}, `${one.cause}: `, h("a", { href: `#/replay?run=${one.run}` }, `run ${one.run}`)),
  );
  return h("section", { "aria-label": "Runs worth a look" }, h("h3", {}, "Runs that show each cause"), h("ul", {}, ...links));
}

async function open(room: HTMLElement): Promise<() => void> {
  const told = await get<Results>("api/results");
  const first = told.figures.filter((one) => one.name === "flow");
  const beside = told.figures.filter((one) => one.name === "fates" || one.name === "causes");
  const rest = told.figures.filter((one) => !first.includes(one) && !beside.includes(one));
  const page = h(
    "div",
    { class: "results", tabindex: "0", "aria-label": "Results" },
    head(told),
    told.compared ? comparison(told.compared) : false,
    h("div", { class: "pair" }, ...first.map(picture), h("div", {}, ...beside.map(picture), examples(told))),
    h("h2", {}, "How raids differ, and the place"),
    h("div", { class: "pair" }, ...rest.map(picture)),
  );
  refill(room, page);
  window.__ready = true;
  return () => page.remove();
}

export const results: Page = { name: "results", title: "Results", open };
