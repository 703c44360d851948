import { escapeHtml, renderPage } from "./page.ts";

export interface Account {
  readonly name: string;
  readonly label: string;
}

export interface ConsentQuestion {
  readonly title: string;
  readonly accounts: readonly Account[];
  readonly preselected: string | undefined;
  readonly scopes: readonly string[];
  readonly query: URLSearchParams;
  /** The path the form is posted to. */
  readonly action: string;
}

/** A form with a choice of account and the buttons #approve and #deny. */
export function renderConsentPage({ title, accounts, preselected, scopes, query, action }: ConsentQuestion): string {
  const client = escapeHtml(query.get("client_id") ?? "");
  return renderPage(
    title,
    `<p>The application <strong>${client}</strong> asks for access to your account.</p>
<ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join("")}</ul>
<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="request" value="${escapeHtml(query.toString())}">
<fieldset><legend>Account</legend>${accounts.map((account) => renderChoice(account, preselected)).join("")}</fieldset>
<button type="submit" id="approve" name="decision" value="approve">Approve</button>
<button type="submit" id="deny" name="decision" value="deny">Deny</button>
</form>`,
  );
}

function renderChoice({ name, label }: Account, preselected: string | undefined): string {
  const checked = name === preselected ? " checked" : "";
  return `<label><input type="radio" name="account" value="${escapeHtml(name)}"${checked}> ${escapeHtml(label)}</label>`;
}

export function renderRefusalPage(title: string, reason: string): string {
  return renderPage(title, `<p role="alert">${escapeHtml(reason)}</p>`);
}
