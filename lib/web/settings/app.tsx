import type { PageConfig } from "../config.ts";
import type { RedirectResult } from "../session/redirect-result.ts";
import { useSession } from "../session/use-session.ts";
import { Header } from "./header.tsx";
import { Integrations } from "./integrations.tsx";
import { IntegrationsSkeleton } from "./integrations-skeleton.tsx";
import { OrganizationField } from "./organization-field.tsx";
import { SignInPanel } from "./sign-in-panel.tsx";

export function App({ config, redirect }: { readonly config: PageConfig; readonly redirect: RedirectResult }) {
  const controls = useSession(config, redirect);
  const { state } = controls;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the integrations
      </a>
      <Header config={config} controls={controls} />
      <main id="main" tabIndex={-1}>
        <div class="intro">
          <h1>Integrations</h1>
          <p>Connect the tools you work with. You decide what is shared, and you can disconnect at any time.</p>
        </div>
        {state.phase === "opening" && <IntegrationsSkeleton />}
        {state.phase === "signed-out" && <SignInPanel config={config} controls={controls} state={state} />}
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
