// The shell: the bar on top, and below it the page that the address names (#/replay).

import "./style.css";
import { h, refill } from "./dom";
import { PAGES } from "./pages";
import { get, type Session } from "./server";
import { isDark, onTheme, toggleTheme } from "./theme";

const app = document.getElementById("app")!;
const room = h("main", { id: "page" });
let leave = (): void => undefined;
let opened = 0;

function wanted(session: Session): string {
  const name = /^#\/(\w+)/.exec(location.hash)?.[1] ?? "";
  return session.pages.includes(name) ? name : (session.pages[0] ?? "replay");
}

async function show(session: Session): Promise<void> {
  const name = wanted(session);
  const page = PAGES.find((one) => one.name === name);
  const mine = ++opened;
  leave();
  leave = () => undefined;
  window.__ready = false;
  document.querySelectorAll("#bar nav a").forEach((link) => {
    if (link.getAttribute("href") === `#/${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  const waiting = h("p", { class: "waiting", role: "status" }, "Loading …");
  refill(room, waiting);
  const patience = setTimeout(() => refill(waiting, "Loading … The first raid after an installation takes a minute or two."), 6000);
  try {
    const away = await page?.open(room, session).finally(() => clearTimeout(patience));
    if (mine === opened) leave = away ?? leave;
    else away?.();
  } catch (error) {
    tell(error);
  }
}

function tell(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  refill(room, h("div", { class: "trouble", role: "alert" }, h("h2", {}, "This cannot be shown"), h("p", {}, text)));
  window.__ready = true;
}

function bar(session: Session): HTMLElement {
  const links = session.pages.map((name) => {
    const page = PAGES.find((one) => one.name === name);
    return page && h("a", { href: `#/${name}` }, page.title);
  });
  const theme = h("button", { class: "quiet", type: "button", onclick: toggleTheme });
  const name = (): void => refill(theme, isDark() ? "Light" : "Dark");
  onTheme(name);
  name();
  return h(
    "header",
    { id: "bar" },
    h("strong", { class: "brand" }, "Ringfort"),
    h("h1", {}, session.title),
    h("nav", { "aria-label": "Pages" }, ...(session.pages.length > 1 ? links : [])),
    h("span", { id: "tools" }),
    theme,
  );
}

async function start(): Promise<void> {
  app.append(room);
  try {
    const session = await get<Session>("api/session");
    document.title = `${session.title} – Ringfort`;
    app.prepend(bar(session));
    window.addEventListener("hashchange", () => void show(session));
    await show(session);
  } catch (error) {
    tell(error);
  }
}

void start();
