import { useEffect, useState } from "preact/hooks";
import { type DesignFile, listFiles } from "../../api/figma.ts";
import { useAppContext } from "../../app-context.ts";
import { LoadedContent } from "../../ui/loaded-content.tsx";
import { Pane } from "../../ui/pane.tsx";
import { TileSkeleton } from "../../ui/skeletons.tsx";
import { useOpenedEntry } from "../../ui/use-opened-entry.ts";
import type { PanelProps } from "../panel-props.ts";
import { Comments } from "./comments.tsx";
import { describeMissingTeam, isMissingTeam } from "./missing-team.ts";
import { TeamFiles } from "./team-files.tsx";
import { TeamForm } from "./team-form.tsx";

/** A team's files with thumbnails; opening a file shows its comments. */
export function FigmaPanel(panel: PanelProps) {
  const { api } = useAppContext();
  const { settings, connection } = panel;
  const { loaded } = settings;
  const file = useOpenedEntry<DesignFile>();
  const [changing, setChanging] = useState(false);
  useEffect(settings.load, []);
  const teamId = loaded.value?.teamId ?? "";
  const saveTeam = async (teamId: string) => {
    // Only a team that Figma does not show is refused: other failures pass, and the list of files shows them.
    const answer = await listFiles(api, connection.id, teamId, false);
    const refusal = answer.ok ? undefined : describeMissingTeam(answer.failure, teamId);
    if (isMissingTeam(refusal)) return refusal;
    const problem = await settings.save({ teamId });
    if (!problem) setChanging(false);
    return problem;
  };
  return (
    <>
      {teamId && !changing ? (
        <TeamFiles
          key={teamId}
          panel={panel}
          teamId={teamId}
          hidden={file.opened !== undefined}
          onOpen={file.open}
          onChangeTeam={() => setChanging(true)}
        />
      ) : (
        <Pane panel={panel} title="Files" {...(changing && { onBack: () => setChanging(false) })}>
          <LoadedContent panel={panel} loaded={loaded} what="the settings" skeleton={<TileSkeleton />}>
            {() => <TeamForm onTeam={saveTeam} />}
          </LoadedContent>
        </Pane>
      )}
      {file.opened && <Comments key={file.opened.key} panel={panel} file={file.opened} onBack={file.close} />}
    </>
  );
}
