// The page at / of a sandbox provider: the requests it received and the events it pushed, newest first.
import { type Answer, htmlAnswer } from "./exchange.ts";
import { escapeHtml, renderPage } from "./page.ts";
import type { Delivery } from "./push/deliveries.ts";
import type { RecordedRequest } from "./request-log.ts";
import type { Provider } from "./state.ts";

const maxShown = 100;

export function renderInspector({ name, state }: Provider): Answer {
  const requestRows = newestFirst(state.log.list()).map(renderRequest);
  const deliveryRows = newestFirst(state.deliveries.list()).map(renderDelivery);
  const requests = renderSection("Recent requests", "Request", requestRows, "Nothing was asked yet.");
  return htmlAnswer(
    renderPage(
      `Sandbox ${name}`,
      requests + renderSection("Deliveries", "Delivery", deliveryRows, "Nothing was pushed yet."),
    ),
  );
}

const newestFirst = <Item>(items: readonly Item[]): Item[] => items.slice(-maxShown).reverse();

function renderSection(title: string, what: string, rows: readonly string[], empty: string): string {
  const table = `<table><thead><tr><th scope="col">At</th><th scope="col">${what}</th><th scope="col">Answer</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
  return `<h2>${title}</h2>${rows.length === 0 ? `<p>${empty}</p>` : table}`;
}

function renderRequest({ at, method, path, query, headers, body, status }: RecordedRequest): string {
  return renderRow(at, `${method} ${path}`, { query, headers, body }, String(status ?? "none"));
}

function renderDelivery({ event, url, body, attempts, outcome }: Delivery): string {
  const statuses = attempts.map(({ status, failure }) => status ?? failure ?? "none");
  return renderRow(
    attempts[0]?.at ?? "",
    `${event} to ${url}`,
    { body, attempts },
    `${statuses.join(", ")} (${outcome})`,
  );
}

function renderRow(at: string, summary: string, detail: object, answer: string): string {
  const text = escapeHtml(JSON.stringify(detail, null, 2));
  return `<tr><td><time>${at}</time></td><td><details><summary>${escapeHtml(summary)}</summary><pre>${text}</pre></details></td><td>${escapeHtml(answer)}</td></tr>`;
}
