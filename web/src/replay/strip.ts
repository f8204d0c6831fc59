// The kill chain of one object as a strip: six links in a row, each with its time, odds and die.

import { h, s } from "../dom";
import type { Link, RaidObject } from "./documents";
import { clock, odds } from "./words";

const TITLES: Record<Link["link"], string> = {
  detected: "Detected",
  tracked: "Tracked",
  identified: "Identified",
  ordered: "Ordered",
  fired: "Fired",
  effect: "Effect",
};

/** Odds as a bar, with the die as a tick on it: it fell within the odds, or beyond. */
export function dice(chance: number, die: number | null | undefined): SVGSVGElement {
  const width = 92;
  const told = die === undefined || die === null ? `odds ${odds(chance)}` : `odds ${odds(chance)}, die ${odds(die)}`;
  const picture = s("svg", { class: "dice", viewBox: `0 0 ${width} 12`, width, height: 12, role: "img", "aria-label": told });
  picture.append(
    s("rect", { class: "all", x: 0, y: 4, width, height: 4 }),
    s("rect", { class: "odds", x: 0, y: 4, width: Math.max(width * chance, 1), height: 4 }),
  );
  if (die !== undefined && die !== null) {
    const x = Math.min(Math.max(width * die, 1), width - 1);
    picture.append(s("line", { class: die < chance ? "hit" : "miss", x1: x, x2: x, y1: 0, y2: 12 }));
  }
  return picture;
}

/** The strip; `go` is told the time of the link that is clicked. */
export function strip(one: RaidObject, name: string, go: (t: number) => void): HTMLElement {
  const reached = one.chain.map((link) => link.t_s !== null);
  const broken = one.fate === "leaked" ? reached.lastIndexOf(true) + 1 : -1; // the link that a leaker lacked
  let before: number | null = null;
  const cells = one.chain.map((link, k) => {
    const held = link.t_s !== null;
    const wait = held && before !== null ? link.t_s! - before : null;
    if (held) before = link.t_s;
    const failed = held ? link.link === "effect" && link.worked === false : k === broken;
    const state = failed ? "broken" : held ? "held" : "open";
    const time = held
      ? h("button", { type: "button", class: "when", onclick: () => go(link.t_s!) }, clock(link.t_s!))
      : h("span", { class: "when" }, failed ? "here it broke" : "–");
    return h(
      "li",
      { class: `link ${state}` },
      h("h4", {}, TITLES[link.link], wait !== null && h("small", {}, ` +${wait < 100 ? wait.toFixed(1) : wait.toFixed(0)} s`)),
      time,
      link.odds !== undefined && dice(link.odds, link.die),
      link.odds !== undefined && h("small", { class: "odds" }, link.die === undefined || link.die === null
        ? `odds ${odds(link.odds)}`
        : `odds ${odds(link.odds)} · die ${odds(link.die)}`),
      h("p", {}, link.words),
    );
  });
  return h("ol", { class: "strip", "aria-label": `Kill chain of ${name}` }, ...cells);
}
