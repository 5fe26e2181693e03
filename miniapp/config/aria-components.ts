const attributes = {
  'aria-role': '',
  'aria-label': '',
  'aria-hidden': '',
  'aria-checked': '',
  'aria-disabled': '',
};

/** What each native component learns to carry. Few on purpose: each attribute costs bytes in the main package. */
export const ariaComponents = {
  View: attributes,
  Text: { 'aria-role': '', 'aria-label': '', 'aria-hidden': '' },
  Image: { 'aria-role': '', 'aria-label': '', 'aria-hidden': '' },
  Button: { 'aria-role': '', 'aria-label': '', 'aria-disabled': '' },
  Input: { 'aria-label': '' },
  Textarea: { 'aria-label': '' },
  Switch: { 'aria-label': '' },
  Picker: { 'aria-role': '', 'aria-label': '' },
};
