// What surrounds every page of ours: header, introduction, sign-in, and the choice of an organisation.
import type { ComponentChildren } from "preact";
import type { PageConfig } from "../config.ts";
import type { SessionState } from "../session/open-session.ts";
import type { SessionControls } from "../session/use-session.ts";
import { Header } from "./header.tsx";
import { OrganizationField } from "./organization-field.tsx";
import { SignInPanel } from "./sign-in-panel.tsx";
import type { MenuLink } from "./user-menu.tsx";

/** What a page shows to somebody who is signed in. */
export interface SignedInProps {
  readonly config: PageConfig;
  readonly state: Extract<SessionState, { phase: "signed-in" }>;
  readonly onExpired: () => void;
}

interface Props {
  readonly config: PageConfig;
  readonly controls: SessionControls;
  readonly crumb: string;
  readonly link: MenuLink | undefined;
  /** Ends "Skip to …". */
  readonly content: string;
  readonly title: string;
  readonly about: string;
  readonly opening: ComponentChildren;
  readonly signIn: { readonly title: string; readonly hint: string };
  /** A new one for each user and tenant. */
  readonly Page: (props: SignedInProps) => ComponentChildren;
}

export function PageFrame({ config, controls, crumb, link, content, title, about, opening, signIn, Page }: Props) {
  const { state } = controls;
  return (
    <>
      <a class="skip" href="#main">
        Skip to {content}
      </a>
      <Header config={config} controls={controls} crumb={crumb} link={link} />
      <main id="main" tabIndex={-1}>
        <div class="intro">
          <h1>{title}</h1>
          <p>{about}</p>
        </div>
        {state.phase === "opening" && opening}
        {state.phase === "signed-out" && <SignInPanel config={config} controls={controls} state={state} {...signIn} />}
        {state.phase === "signed-in" && (
          <>
            <OrganizationField tenants={state.tenants} tenant={state.tenant} onChoose={controls.chooseTenant} />
            {(state.tenant !== "" || state.tenants.length === 0) && (
              <Page
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
