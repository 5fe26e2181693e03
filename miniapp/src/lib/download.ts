import { getMe } from '@linli/shared/accounts';
import { type binary, type Call, type InputOf, pathParams } from '@linli/shared/call';
import Taro from '@tarojs/taro';
import type * as z from 'zod/mini';

import { ApiError, send } from './api';
import { session } from './session';

/** A row of the call table that answers with a file instead of JSON. */
export type FileCall = Call<z.ZodMiniType, typeof binary>;

/**
 * Asks for a file and answers where it lies: a `blob:` address in the browser, a temporary path in WeChat.
 * Throws `ApiError` like `send`; an expired token is renewed once.
 */
export async function fetchFile<C extends FileCall>(row: C, input: InputOf<C>): Promise<string> {
  const answer = await ask(row, input);
  if (answer.status === 401 && session.get()) {
    // Any ordinary call renews the token on its way; a refusal there is the true answer here too.
    await send(getMe, {});
    return place(await ask(row, input));
  }
  return place(answer);
}

/** Asks for a file and hands it over: the browser keeps it, WeChat opens it, to be passed on from there. */
export async function downloadFile<C extends FileCall>(
  row: C,
  input: InputOf<C>,
  fileName: string,
): Promise<void> {
  const at = await fetchFile(row, input);
  if (process.env.TARO_ENV === 'h5') keep(at, fileName);
  else await Taro.openDocument({ filePath: at, showMenu: true });
}

/** Hands over a picture `fetchFile` answered: the browser keeps it; WeChat shows it large, to be saved by a long press. */
export async function savePicture(at: string, fileName: string): Promise<void> {
  if (process.env.TARO_ENV === 'h5') keep(at, fileName);
  else await Taro.previewImage({ urls: [at] });
}

/** Hands over text as a file. In WeChat, where pages cannot write files people see, it goes to the clipboard: `false`. */
export async function saveText(text: string, fileName: string): Promise<boolean> {
  if (process.env.TARO_ENV === 'h5') {
    // The mark at the front tells spreadsheet programs that it is UTF-8.
    keep(URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' })), fileName);
    return true;
  }
  await Taro.setClipboardData({ data: text });
  return false;
}

interface Answer {
  status: number;
  /** Where the file lies; for a refusal undefined. */
  at?: string;
  body?: Partial<ApiError>;
}

function place({ status, at, body }: Answer): string {
  if (at !== undefined) return at;
  throw body?.code && body.text
    ? new ApiError(body.code, body.text, {}, body.requestId, status)
    : new ApiError('INTERNAL', '没能下载，请再试一次，还不行就打电话给网格员。', {}, undefined, status);
}

async function ask(row: Call, input: unknown): Promise<Answer> {
  const fields = input as Record<string, unknown>;
  const names = pathParams(row.path);
  const path = names.reduce(
    (done, name) => done.replace(`:${name}`, encodeURIComponent(String(fields[name]))),
    row.path as string,
  );
  const query = Object.entries(fields)
    .filter(([name, value]) => !names.includes(name) && value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  const url = `${LINLI_API_BASE}${path}${query && `?${query}`}`;
  const token = session.get()?.accessToken;
  const header: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  return process.env.TARO_ENV === 'h5' ? askBrowser(url, header) : askWechat(url, header);
}

async function askBrowser(url: string, headers: Record<string, string>): Promise<Answer> {
  // fetch rejects only when no answer came.
  const answer = await fetch(url, { headers }).catch(() => undefined);
  if (!answer) throw offline();
  if (answer.ok) return { status: answer.status, at: URL.createObjectURL(await answer.blob()) };
  const body = (await answer.json().catch(() => undefined)) as Partial<ApiError> | undefined;
  return { status: answer.status, ...(body ? { body } : {}) };
}

async function askWechat(url: string, header: Record<string, string>): Promise<Answer> {
  const answer = await Taro.downloadFile({ url, header }).catch(() => undefined);
  if (!answer) throw offline();
  const { statusCode, tempFilePath } = answer;
  return statusCode < 400 ? { status: statusCode, at: tempFilePath } : { status: statusCode };
}

function offline() {
  return new ApiError('OFFLINE', '没有连上网，什么都没有丢。请看看信号，再试一次。');
}

/** The browser's own way to keep a file. */
function keep(url: string, fileName: string) {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.appendChild(link);
  link.click();
  link.remove();
}
