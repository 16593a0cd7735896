import type { DocumentKind } from "periksa";
import { Session, type SessionSettings } from "periksa/session";
import { onScopeDispose, shallowRef } from "vue";

export function usePeriksa<D extends DocumentKind>(settings: SessionSettings<D>) {
  const session = new Session(settings);
  const now = shallowRef(session.getSnapshot());
  const leave = session.subscribe(() => {
    now.value = session.getSnapshot();
  });
  onScopeDispose(() => {
    leave();
    session.cancel();
  });
  return { now, session };
}
