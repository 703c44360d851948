import { useEffect, useState } from "preact/hooks";
import type { DesignFile } from "../../api/figma.ts";
import { TileBones } from "../bones.tsx";
import { Contents } from "../contents.tsx";
import { Pane } from "../pane.tsx";
import type { PanelProps } from "../panel-props.ts";
import { useOpened } from "../use-opened.ts";
import { Comments } from "./comments.tsx";
import { TeamFiles } from "./team-files.tsx";
import { TeamForm } from "./team-form.tsx";

/** A team's files as pictures; an opened one shows its comments. */
export function FigmaPanel(panel: PanelProps) {
  const { settings } = panel;
  const { loaded } = settings;
  const file = useOpened<DesignFile>();
  const [changing, setChanging] = useState(false);
  useEffect(settings.need, []);
  const teamId = loaded.value?.teamId ?? "";
  const keep = async (teamId: string) => {
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
          <Contents panel={panel} loaded={loaded} what="the settings" bones={<TileBones />}>
            {() => <TeamForm onTeam={keep} />}
          </Contents>
        </Pane>
      )}
      {file.opened && <Comments key={file.opened.key} panel={panel} file={file.opened} onBack={file.close} />}
    </>
  );
}
