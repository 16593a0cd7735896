// The first file of a page, and when its check was finished.

/** A file that is on the disk already, as a picked one is. */
export async function photo() {
  const kept = await caches.match("/photo.jpg");
  return new File([await kept.blob()], "photo.jpg", { type: "image/jpeg" });
}

/** Tells the milliseconds since the navigation began. */
export async function finish(checking) {
  try {
    await checking;
    globalThis.finished = performance.now();
  } catch (error) {
    globalThis.finished = String(error?.stack ?? error);
  }
}
