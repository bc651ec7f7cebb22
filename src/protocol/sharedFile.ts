/** `.vscode/trialbook.json`: what people share through version control. It may be typed by hand, so it is checked when read. */

/** Sections of the file, each owned by one feature. */
export type SharedSection = 'tableViews' | 'compareLayout';
