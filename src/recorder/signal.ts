/** Something that happens now and then; what happened while nobody waited is told to the next who does. */
export class Signal {
  private raised = false;
  private wake: (() => void) | undefined;

  raise(): void {
    this.raised = true;
    this.wake?.();
  }

  /** Waits for it, at most so many ms. Resolves to whether it happened. */
  async within(ms: number): Promise<boolean> {
    if (!this.raised) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const { raised } = this;
    this.raised = false;
    return raised;
  }
}
