import { type DesignFile, listFiles } from "../../api/figma.ts";
import { useAppContext } from "../../app-context.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { LoadedContent } from "../../ui/loaded-content.tsx";
import { Pane } from "../../ui/pane.tsx";
import { TileSkeleton } from "../../ui/skeletons.tsx";
import { useLoad } from "../../ui/use-load.ts";
import type { PanelProps } from "../panel-props.ts";
import { useLiveRefresh } from "../use-live-refresh.ts";
import { FileTile } from "./file-tile.tsx";
import { describeMissingTeam, isMissingTeam } from "./missing-team.ts";

interface Props {
  readonly panel: PanelProps;
  readonly teamId: string;
  readonly hidden: boolean;
  readonly onOpen: (file: DesignFile) => void;
  readonly onChangeTeam: () => void;
}

export function TeamFiles({ panel, teamId, hidden, onOpen, onChangeTeam }: Props) {
  const { api } = useAppContext();
  const { connection, shown } = panel;
  const files = useLoad((bypassCache) => listFiles(api, connection.id, teamId, bypassCache));
  const refusal = files.failure && describeMissingTeam(files.failure, teamId);
  useLiveRefresh(connection.id, shown && !hidden, () => files.reload());
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
      {isMissingTeam(refusal) ? (
        <div class="pane-middle">
          <FailureNote failure={refusal} />
        </div>
      ) : (
        <LoadedContent panel={panel} loaded={files} what="the files" skeleton={<TileSkeleton />}>
          {({ projects, unread }) => (
            <>
              {unread.length > 0 && (
                <p class="pane-warning warn-text">Not everything could be read: {unread.join(", ")}. Press Refresh.</p>
              )}
              {projects.length === 0 && unread.length === 0 && (
                <EmptyState title="This team has no projects">
                  Create one in Figma and press Refresh, or press “Change team”.
                </EmptyState>
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
        </LoadedContent>
      )}
    </Pane>
  );
}
