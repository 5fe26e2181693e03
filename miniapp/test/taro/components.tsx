import { createElement, type ReactNode } from 'react';

interface Props {
  children?: ReactNode;
  nativeProps?: object;
  tabindex?: number;
  [name: string]: unknown;
}

/** What only Taro understands; the browser would warn about it. */
const ownProps = new Set([
  'hoverClass',
  'hoverStayTime',
  'hoverStartTime',
  'catchMove',
  'scrollX',
  'scrollY',
  'enhanced',
  'showScrollbar',
  'mode',
]);

/** A Taro component as the plain element H5 would draw. */
function element(tag: string) {
  return function TaroElement({ children, nativeProps, tabindex, ...props }: Props) {
    const kept = Object.fromEntries(Object.entries(props).filter(([name]) => !ownProps.has(name)));
    return createElement(
      tag,
      { ...kept, ...(tabindex === undefined ? {} : { tabIndex: tabindex }), ...nativeProps },
      children,
    );
  };
}

export const View = element('div');
export const Text = element('span');
export const Image = element('img');
export const ScrollView = element('div');
export const Button = element('button');
// Only WeChat draws these; pages under test take the browser's own controls.
export const Input = element('input');
export const Textarea = element('textarea');
export const Picker = element('div');
