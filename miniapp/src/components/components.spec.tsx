import { inflateSync } from 'node:zlib';

import { act, fireEvent, render, screen } from '@testing-library/react';
import jsQR from 'jsqr';

import { chooseElder } from '@/lib/elder';

import { Button } from './button';
import { CodeSlip } from './code-slip';
import { SwitchField, TextField } from './field';
import { GiftCard } from './gift-card';
import { Page } from './page';

it('does a thing once, however often its button is tapped meanwhile', async () => {
  let finish: () => void = () => undefined;
  const redeem = jest.fn(() => new Promise<void>((done) => (finish = done)));
  render(<Button onTap={redeem}>我要兑换</Button>);
  const button = screen.getByRole('button', { name: '我要兑换' });

  fireEvent.click(button);
  fireEvent.click(button);
  fireEvent.keyDown(button, { key: 'Enter' });
  expect(redeem).toHaveBeenCalledTimes(1);
  expect(button.getAttribute('aria-busy')).toBe('true');

  await act(async () => finish());
  fireEvent.click(button);
  expect(redeem).toHaveBeenCalledTimes(2);
});

it('says on the button why it cannot be done, and does nothing', () => {
  const redeem = jest.fn();
  render(
    <Button off="分不够" onTap={redeem}>
      我要兑换
    </Button>,
  );
  const button = screen.getByRole('button', { name: '分不够' });
  fireEvent.click(button);
  expect(redeem).not.toHaveBeenCalled();
  expect(button.getAttribute('aria-disabled')).toBe('true');
});

it('shows a code that a scanner reads back, and the digits in threes', () => {
  render(<CodeSlip name="食用油 1.8 升" drawing="oil" facts={['1 桶']} code="482916" state="waiting" />);
  expect(screen.getByText('482')).toBeTruthy();
  expect(screen.getByText('916')).toBeTruthy();
  const image = screen.getByRole('img', { name: '取货二维码' });
  expect(scanned(image.getAttribute('src') ?? '')).toBe('482916');
});

it.each(['done', 'expired', 'cancelled'] as const)('shows no code once the slip is %s', (state) => {
  render(
    <CodeSlip name="食用油 1.8 升" drawing="oil" facts={['1 桶']} code="482916" state={state} note="好了" />,
  );
  expect(screen.queryByText('482')).toBeNull();
  expect(screen.queryByRole('img', { name: '取货二维码' })).toBeNull();
});

it('draws larger from the moment somebody chooses the elder version', () => {
  render(<Page title="首页">您好</Page>);
  const page = screen.getByText('您好').closest('.page') as HTMLElement;
  expect(page.style.getPropertyValue('--fs')).toBe('1');
  act(() => chooseElder('elder'));
  expect(page.style.getPropertyValue('--fs')).toBe('1.3');
  expect(page.className).toContain('elder');
});

it('names a sold-out gift by all that matters', () => {
  render(
    <GiftCard
      name="鸡蛋 30 枚"
      price={25}
      drawing="eggs"
      stateText="22日到货"
      soldOut
      onTap={() => undefined}
    />,
  );
  expect(screen.getByRole('button', { name: '兑完了，鸡蛋 30 枚，25 分，22日到货' })).toBeTruthy();
});

it('ties a field to its label and to what is wrong with it', () => {
  render(<TextField label="替谁申报" value="" error="请填姓名" onChange={() => undefined} />);
  const field = screen.getByLabelText('替谁申报');
  const complaint = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(complaint?.textContent).toBe('请填姓名');
});

it('turns a switch by tap and by space bar', () => {
  const change = jest.fn();
  render(<SwitchField label="写我的名字" checked={false} onChange={change} />);
  fireEvent.click(screen.getByRole('switch', { name: '写我的名字' }));
  fireEvent.keyDown(screen.getByRole('switch', { name: '写我的名字' }), { key: ' ' });
  expect(change.mock.calls).toEqual([[true], [true]]);
});

/** Reads a black and white PNG as a scanner would. */
function scanned(source: string): string | undefined {
  const png = Buffer.from(source.replace('data:image/png;base64,', ''), 'base64');
  const width = png.readUInt32BE(16);
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const rows = inflateSync(Buffer.concat(parts));
  const rowBytes = Math.ceil(width / 8) + 1;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const white = (rows[y * rowBytes + 1 + (x >> 3)] as number) & (128 >> (x & 7));
      if (!white) pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return jsQR(pixels, width, width)?.data;
}
