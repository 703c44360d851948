import { escapeHtml, page } from "./page.ts";

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
export function consentPage({ title, accounts, preselected, scopes, query, action }: ConsentQuestion): string {
  const client = escapeHtml(query.get("client_id") ?? "");
  return page(
    title,
    `<p>The application <strong>${client}</strong> asks for access to your account.</p>
<ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join("")}</ul>
<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="request" value="${escapeHtml(query.toString())}">
<fieldset><legend>Account</legend>${accounts.map((account) => choice(account, preselected)).join("")}</fieldset>
<button type="submit" id="approve" name="decision" value="approve">Approve</button>
<button type="submit" id="deny" name="decision" value="deny">Deny</button>
</form>`,
  );
}

function choice({ name, label }: Account, preselected: string | undefined): string {
  const checked = name === preselected ? " checked" : "";
  return `<label><input type="radio" name="account" value="${escapeHtml(name)}"${checked}> ${escapeHtml(label)}</label>`;
}

export function refusalPage(title: string, reason: string): string {
  return page(title, `<p role="alert">${escapeHtml(reason)}</p>`);
}
