// The page for administrators. What it offers follows from the token; what it shows, from what the API answers.
import type { PageConfig } from "../config.ts";
import { Header } from "../frame/header.tsx";
import { OrganizationField } from "../frame/organization-field.tsx";
import { SignInPanel } from "../frame/sign-in-panel.tsx";
import type { RedirectResult } from "../session/redirect-result.ts";
import { useSession } from "../session/use-session.ts";
import { AdminPage } from "./admin-page.tsx";
import { Loading } from "./parts/loading.tsx";

/** Providers and issuers lead to the settings page, never here. */
const plainVisit: RedirectResult = { kind: "plain" };
const settingsLink = { label: "Your integrations", href: location.pathname.replace(/\/admin$/, "") };

export function AdminApp({ config }: { readonly config: PageConfig }) {
  const controls = useSession(config, plainVisit, "dana");
  const { state } = controls;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header config={config} controls={controls} crumb="Administration" link={settingsLink} />
      <main id="main" tabIndex={-1}>
        <div class="intro">
          <h1>Administration</h1>
          <p>What is connected, what arrives, and who did what.</p>
        </div>
        {state.phase === "opening" && <Loading what="the page" />}
        {state.phase === "signed-out" && (
          <SignInPanel
            config={config}
            controls={controls}
            state={state}
            title="Sign in as an administrator"
            hint="This page is for those who look after the integrations of others."
          />
        )}
        {state.phase === "signed-in" && (
          <>
            <OrganizationField tenants={state.tenants} tenant={state.tenant} onChoose={controls.chooseTenant} />
            {(state.tenant !== "" || state.tenants.length === 0) && (
              <AdminPage
                key={JSON.stringify([state.session.user.id, state.tenant])}
                config={config}
                state={state}
                onExpired={controls.expire}
              />
            )}
          </>
        )}
      </main>
    </>
  );
}
