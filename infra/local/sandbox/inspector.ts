// The page at / of a sandbox provider: the recent requests, newest first.
import { type Answer, html } from "./messages.ts";
import { escapeHtml, page } from "./page.ts";
import type { RecordedRequest } from "./request-log.ts";
import type { Provider } from "./state.ts";

const shown = 100;

export function inspectorPage({ name, state }: Provider): Answer {
  const recent = state.log.list().slice(-shown).reverse();
  const rows = recent.map(row).join("");
  const empty = recent.length === 0 ? "<p>Nothing was asked yet.</p>" : "";
  const table = `<table><thead><tr><th scope="col">At</th><th scope="col">Request</th><th scope="col">Answer</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html(page(`Sandbox ${name}: recent requests`, empty || table));
}

function row({ at, method, path, query, headers, body, status }: RecordedRequest): string {
  const sent = JSON.stringify({ query, headers, body }, null, 2);
  return `<tr><td><time>${at}</time></td><td><details><summary>${escapeHtml(`${method} ${path}`)}</summary><pre>${escapeHtml(sent)}</pre></details></td><td>${status ?? "none"}</td></tr>`;
}
