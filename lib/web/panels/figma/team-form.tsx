import { useState } from "preact/hooks";
import type { Failure } from "../../api/failure.ts";
import { useAppContext } from "../../app-context.ts";
import { Button } from "../../ui/button.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { readFormValues } from "../../ui/form-values.ts";
import { useAction } from "../../ui/use-action.ts";
import { parseTeamId } from "./team-id.ts";

interface Props {
  /** Saves the team. Resolves with the failure, if any. */
  readonly onTeam: (teamId: string) => Promise<Failure | undefined>;
}

/** The only team of the local stack's sandbox. */
const sandboxTeam = "https://www.figma.com/files/team/1001";

/** Asks for the team once: Figma's API cannot list the teams of a user. */
export function TeamForm({ onTeam }: Props) {
  const { config } = useAppContext();
  const { busy, failure, run, settle } = useAction();
  const [isInvalid, setInvalid] = useState(false);
  const submit = (pasted: string) => {
    const teamId = parseTeamId(pasted);
    setInvalid(!teamId);
    if (teamId)
      run(async () => {
        const problem = await onTeam(teamId);
        if (!problem) settle();
        return problem;
      });
  };
  return (
    <form
      class="pane-middle team-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit(readFormValues(event.currentTarget).team ?? "");
      }}
    >
      <p class="empty-title">Which team?</p>
      <p id="team-help">
        Figma does not tell which teams you are in. Open your team's page in Figma and paste its address here; it is
        kept in your settings.
        {config.demo && ` In the sandbox there is one team: ${sandboxTeam}`}
      </p>
      <label class="field">
        <span>Address of the team</span>
        <input
          name="team"
          required
          placeholder="https://www.figma.com/files/team/…"
          aria-describedby="team-help"
          aria-invalid={isInvalid ? "true" : undefined}
        />
      </label>
      <p class="fine warn-text" role="status">
        {isInvalid && "There is no team in this address. It has a number after /team/."}
      </p>
      {failure && <FailureNote failure={failure} />}
      <Button kind="primary" submit busy={busy}>
        Show its files
      </Button>
    </form>
  );
}
