import type { PageConfig } from "../config.ts";
import { Header } from "../frame/header.tsx";
import { OrganizationField } from "../frame/organization-field.tsx";
import { SignInPanel } from "../frame/sign-in-panel.tsx";
import type { MenuLink } from "../frame/user-menu.tsx";
import { readAdminRank } from "../session/admin-rank.ts";
import type { SessionState } from "../session/open-session.ts";
import type { RedirectResult } from "../session/redirect-result.ts";
import { useSession } from "../session/use-session.ts";
import { Integrations } from "./integrations.tsx";
import { IntegrationsSkeleton } from "./integrations-skeleton.tsx";

export function App({ config, redirect }: { readonly config: PageConfig; readonly redirect: RedirectResult }) {
  const controls = useSession(config, redirect, "ada");
  const { state } = controls;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the integrations
      </a>
      <Header config={config} controls={controls} crumb="Settings" link={findAdminLink(config, state)} />
      <main id="main" tabIndex={-1}>
        <div class="intro">
          <h1>Integrations</h1>
          <p>Connect the tools you work with. You decide what is shared, and you can disconnect at any time.</p>
        </div>
        {state.phase === "opening" && <IntegrationsSkeleton />}
        {state.phase === "signed-out" && (
          <SignInPanel
            config={config}
            controls={controls}
            state={state}
            title="Sign in to see your integrations"
            hint="Your accounts are shown to you only."
          />
        )}
        {state.phase === "signed-in" && (
          <>
            <OrganizationField tenants={state.tenants} tenant={state.tenant} onChoose={controls.chooseTenant} />
            {(state.tenant !== "" || state.tenants.length === 0) && (
              <Integrations
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

/** For those whose token says so. The page behind it asks the API. */
function findAdminLink({ adminClaims = [] }: PageConfig, state: SessionState): MenuLink | undefined {
  if (state.phase !== "signed-in" || readAdminRank(state.session.accessToken, adminClaims) === "none") return undefined;
  return { label: "Administration", href: `${location.pathname}/admin` };
}
