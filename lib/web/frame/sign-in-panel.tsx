import { useState } from "preact/hooks";
import type { PageConfig } from "../config.ts";
import { demoUsers, type SessionState } from "../session/open-session.ts";
import type { SessionControls } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { toInitial } from "../ui/initial.ts";

interface Props {
  readonly config: PageConfig;
  readonly controls: SessionControls;
  readonly state: Extract<SessionState, { phase: "signed-out" }>;
  /** Such as "Sign in to see your integrations". */
  readonly title: string;
  /** What to know before, where nothing else is to be said. */
  readonly hint: string;
}

export function SignInPanel({ config, controls, state, title, hint }: Props) {
  const [leaving, setLeaving] = useState("");
  const signIn = async (user: string) => {
    setLeaving(user || "anyone");
    await controls.signIn(user || undefined);
    setLeaving("");
  };
  if (config.issuer === "") return <NoSignInPanel />;
  return (
    <section class="panel" aria-labelledby="sign-in">
      <h2 id="sign-in">{title}</h2>
      <p role="status">{describeState(state, hint)}</p>
      {config.demo ? (
        <div class="people">
          {demoUsers.map(({ id, name }) => (
            <Button key={id} busy={leaving === id} onPress={() => signIn(id)}>
              <span class="avatar" aria-hidden="true">
                {toInitial(name)}
              </span>
              Sign in as {name}
            </Button>
          ))}
        </div>
      ) : (
        <Button kind="primary" busy={leaving !== ""} onPress={() => signIn("")}>
          Sign in
        </Button>
      )}
    </section>
  );
}

/** Where tokens come from the operator's own application alone. */
const NoSignInPanel = () => (
  <section class="panel" aria-labelledby="sign-in">
    <h2 id="sign-in">Nobody can sign in here</h2>
    <p role="status">Your application shows your integrations on its own pages.</p>
  </section>
);

function describeState(state: Props["state"], hint: string): string {
  if (state.sentence) return state.sentence;
  return state.redirect.kind === "confirm"
    ? "One step is left: sign in, and the account you just approved is connected."
    : hint;
}
