import { escapeHtml, renderPage } from "../sandbox/page.ts";
import { type DemoUser, demoUsers } from "./users.ts";

/** One button per demo user; it posts `user` to the page's own address. */
export function renderSignInPage(): string {
  const buttons = demoUsers.map(renderButton).join("");
  return renderPage(
    "Sign in to the local stack",
    `<p>Choose who you are. There are no passwords.</p><form method="post">${buttons}</form>`,
  );
}

function renderButton({ sub, name, org, role }: DemoUser): string {
  const about = escapeHtml(`${name} (${org ?? "no organisation"}, ${role})`);
  return `<p><button type="submit" name="user" value="${escapeHtml(sub)}" id="sign-in-${escapeHtml(sub)}">${about}</button></p>`;
}

/** Submits oidc-provider's sign-out form at once, because the settings page has asked the user. */
export function renderSignOutPage(form: string): string {
  return renderPage(
    "Sign out",
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes" id="sign-out">Sign out</button>
<script>document.getElementById("sign-out").click()</script>`,
  );
}
