// The page at / of a sandbox provider: what it was asked and what it pushed, newest first.
import { type Answer, html } from "./messages.ts";
import { escapeHtml, page } from "./page.ts";
import type { Delivery } from "./push/deliveries.ts";
import type { RecordedRequest } from "./request-log.ts";
import type { Provider } from "./state.ts";

const shown = 100;

export function inspectorPage({ name, state }: Provider): Answer {
  const asked = newest(state.log.list()).map(askedRow);
  const pushed = newest(state.deliveries.list()).map(pushedRow);
  const requests = section("Recent requests", "Request", asked, "Nothing was asked yet.");
  return html(page(`Sandbox ${name}`, requests + section("Deliveries", "Delivery", pushed, "Nothing was pushed yet.")));
}

const newest = <Item>(items: readonly Item[]): Item[] => items.slice(-shown).reverse();

function section(title: string, what: string, rows: readonly string[], empty: string): string {
  const table = `<table><thead><tr><th scope="col">At</th><th scope="col">${what}</th><th scope="col">Answer</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
  return `<h2>${title}</h2>${rows.length === 0 ? `<p>${empty}</p>` : table}`;
}

function askedRow({ at, method, path, query, headers, body, status }: RecordedRequest): string {
  return row(at, `${method} ${path}`, { query, headers, body }, String(status ?? "none"));
}

function pushedRow({ event, url, body, attempts, outcome }: Delivery): string {
  const statuses = attempts.map(({ status, failure }) => status ?? failure ?? "none");
  return row(attempts[0]?.at ?? "", `${event} to ${url}`, { body, attempts }, `${statuses.join(", ")} (${outcome})`);
}

function row(at: string, summary: string, detail: object, answer: string): string {
  const text = escapeHtml(JSON.stringify(detail, null, 2));
  return `<tr><td><time>${at}</time></td><td><details><summary>${escapeHtml(summary)}</summary><pre>${text}</pre></details></td><td>${escapeHtml(answer)}</td></tr>`;
}
