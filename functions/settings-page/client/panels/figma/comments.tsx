import { useState } from "preact/hooks";
import { type DesignFile, listComments, postComment } from "../../api/figma.ts";
import { useDesk } from "../../page/desk.ts";
import { FailureNote } from "../../page/failure-note.tsx";
import { useLoad } from "../../page/use-load.ts";
import { RowBones } from "../bones.tsx";
import { ComposeForm } from "../compose-form.tsx";
import { Contents } from "../contents.tsx";
import { Empty } from "../empty.tsx";
import { Done, Notice } from "../notice.tsx";
import { Pane } from "../pane.tsx";
import type { PanelProps } from "../panel-props.ts";
import { SourceLink } from "../source-link.tsx";
import { useLive } from "../use-live.ts";
import { useSend } from "../use-send.ts";
import { CommentItem } from "./comment-item.tsx";

interface Props {
  readonly panel: PanelProps;
  readonly file: DesignFile;
  readonly onBack: () => void;
}

/** What was said about a file, the newest on top, and a way to say something. */
export function Comments({ panel, file, onBack }: Props) {
  const { api } = useDesk();
  const account = panel.connection.id;
  const comments = useLoad(() => listComments(api, account, file.key));
  const { busy, failure, send } = useSend();
  const [posted, setPosted] = useState("");
  useLive(account, panel.shown, () => comments.reload());
  const post = (text: string, sent: () => void) => {
    setPosted("");
    send(
      text,
      (key) => postComment(api, account, file.key, text, key),
      (comment) => {
        sent();
        setPosted(comment.id);
        comments.put([comment, ...(comments.value ?? []).filter(({ id }) => id !== comment.id)]);
      },
    );
  };
  return (
    <Pane
      panel={panel}
      title={file.name}
      onBack={onBack}
      busy={comments.loading}
      onRefresh={() => comments.reload()}
      aside={<SourceLink url={`https://www.figma.com/file/${encodeURIComponent(file.key)}`} label="Open in Figma" />}
      foot={
        <ComposeForm
          label="Write a comment"
          action="Post comment"
          maxLength={5000}
          lines={2}
          busy={busy}
          onSend={post}
        />
      }
    >
      <Contents panel={panel} loaded={comments} what="the comments" bones={<RowBones lines={2} />}>
        {(value) =>
          value.length === 0 ? (
            <Empty title="No comments yet">Say the first word below. It appears in Figma under your name.</Empty>
          ) : (
            <ul class="rows">
              {value.map((comment) => (
                <CommentItem key={comment.id} comment={comment} isNew={comment.id === posted} />
              ))}
            </ul>
          )
        }
      </Contents>
      {failure && (
        <Notice>
          <FailureNote failure={failure} name={panel.provider.name} onReconnect={panel.onReconnect} />
        </Notice>
      )}
      {posted && !failure && (
        <Notice>
          <Done>Your comment is in Figma.</Done>
        </Notice>
      )}
    </Pane>
  );
}
