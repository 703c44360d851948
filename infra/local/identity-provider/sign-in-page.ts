import { escapeHtml, page } from "../sandbox/page.ts";
import { type DemoUser, demoUsers } from "./users.ts";

/** One button per demo user, posting `user` to the page's own address. */
export function signInPage(): string {
  const buttons = demoUsers.map(button).join("");
  return page(
    "Sign in to the local stack",
    `<p>Choose who you are. There are no passwords.</p><form method="post">${buttons}</form>`,
  );
}

function button({ sub, name, org, role }: DemoUser): string {
  const about = escapeHtml(`${name} (${org ?? "no organisation"}, ${role})`);
  return `<p><button type="submit" name="user" value="${escapeHtml(sub)}" id="sign-in-${escapeHtml(sub)}">${about}</button></p>`;
}

/** `form` is oidc-provider's own; it is submitted at once, because the page that led here has asked already. */
export function signOutPage(form: string): string {
  return page(
    "Sign out",
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes" id="sign-out">Sign out</button>
<script>document.getElementById("sign-out").click()</script>`,
  );
}
