import { type DesignFile, listFiles } from "../../api/figma.ts";
import { Button } from "../../page/button.tsx";
import { useDesk } from "../../page/desk.ts";
import { useLoad } from "../../page/use-load.ts";
import { TileBones } from "../bones.tsx";
import { Contents } from "../contents.tsx";
import { Empty } from "../empty.tsx";
import { Pane } from "../pane.tsx";
import type { PanelProps } from "../panel-props.ts";
import { useLive } from "../use-live.ts";
import { FileTile } from "./file-tile.tsx";

interface Props {
  readonly panel: PanelProps;
  readonly teamId: string;
  readonly hidden: boolean;
  readonly onOpen: (file: DesignFile) => void;
  readonly onChangeTeam: () => void;
}

export function TeamFiles({ panel, teamId, hidden, onOpen, onChangeTeam }: Props) {
  const { api } = useDesk();
  const { connection, shown } = panel;
  const files = useLoad((anew) => listFiles(api, connection.id, teamId, anew));
  useLive(connection.id, shown && !hidden, () => files.reload());
  return (
    <Pane
      panel={panel}
      title="Files"
      hidden={hidden}
      busy={files.loading}
      onRefresh={() => files.reload(true)}
      aside={
        <Button kind="quiet" onPress={onChangeTeam}>
          Change team
        </Button>
      }
    >
      <Contents panel={panel} loaded={files} what="the files" bones={<TileBones />}>
        {({ projects, unread }) => (
          <>
            {unread.length > 0 && (
              <p class="pane-warning warn-text">Not everything could be read: {unread.join(", ")}. Press Refresh.</p>
            )}
            {projects.length === 0 && unread.length === 0 && (
              <Empty title="This team has no projects">
                Create one in Figma and press Refresh, or press “Change team”.
              </Empty>
            )}
            {projects.map(({ id, name, files }) => (
              <section class="tiles-part" key={id} aria-labelledby={`project-${connection.id}-${id}`}>
                <h5 class="cut tiles-name" id={`project-${connection.id}-${id}`} title={name}>
                  {name}
                </h5>
                {files.length === 0 && <p class="fine">No files in this project yet.</p>}
                <ul class="tiles">
                  {files.map((file) => (
                    <FileTile key={file.key} file={file} onOpen={onOpen} />
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
      </Contents>
    </Pane>
  );
}
