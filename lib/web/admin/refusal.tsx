import type { SignedInUser } from "../session/id-token.ts";

/** For somebody whom the API refuses as an administrator. */
export function Refusal({ user }: { readonly user: SignedInUser }) {
  return (
    <section class="panel" aria-labelledby="refusal" role="alert">
      <h2 id="refusal">This page is for administrators</h2>
      <p>
        You are signed in as {user.name}, who is not one. If you should be, ask whoever manages the accounts of your
        organization. Your own accounts are on the page{" "}
        <a href={location.pathname.replace(/\/admin$/, "")}>Integrations</a>.
      </p>
    </section>
  );
}
