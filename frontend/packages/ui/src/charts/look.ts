/**
 * What all charts have in common. To the keyboard and to assistive technology a chart is one picture; its numbers are in the table beneath, where
 * each can be reached.
 */
export const chartLook = { height: 280, skipAnimation: true, disableKeyboardNavigation: true } as const;
