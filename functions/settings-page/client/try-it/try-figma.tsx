import { useState } from "preact/hooks";
import { listFiles } from "../api/trials.ts";
import { Button } from "../page/button.tsx";
import { useDesk } from "../page/desk.ts";
import { formValues } from "../page/form-values.ts";
import { TryList } from "./try-list.tsx";
import type { TryProps } from "./try-props.ts";

/** Figma has no call that lists a person's teams, so the team has to be named. */
export function TryFigma({ connection, onReconnect }: TryProps) {
  const { api } = useDesk();
  const [team, setTeam] = useState<string>();
  return (
    <>
      <form
        class="form inline"
        onSubmit={(event) => {
          event.preventDefault();
          setTeam(formValues(event.currentTarget).teamId ?? "");
        }}
      >
        <label class="field wide">
          <span>Team ID (empty: the one from the settings)</span>
          <input name="teamId" inputMode="numeric" placeholder="The number after /team/ in the address of Figma" />
        </label>
        <Button submit>List files</Button>
      </form>
      {team !== undefined && (
        <TryList
          key={team}
          load={() => listFiles(api, connection.id, team)}
          one="file"
          many="files"
          onReconnect={onReconnect}
        />
      )}
    </>
  );
}
