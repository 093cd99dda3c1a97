"""Makes the web archives, feeds and exports of `files/`: `python -m tests.read.making_web`. The same bytes each time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "files"
DATE = "2021-07-28T02:51:32Z"
FIRST = "قال مصدر محلي إن وساطة قبلية أفضت إلى تبادل أربعة أسرى في مديرية الصومعة يوم الاثنين."
SECOND = "وأضاف المصدر أن العملية جرت مساءً عند جسر وادي السدر، وأن اللجنة سلّمت الأسرى إلى ذويهم."
THIRD = "نفى مجلس وجهاء وادي السدر أن تكون الهدنة قد انهارت، وقال إن اللجنة ستجتمع صباح الخميس."


def page(title: str, *paragraphs: str, charset: str = "utf-8") -> bytes:
    """A page of the invented outlet «صدى الوادي»."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f'<meta charset="{charset}"><title>{title} | صدى الوادي</title><meta property="og:site_name" content="صدى الوادي">'
    date = '<meta property="article:published_time" content="2021-07-27T21:00:00+03:00">'
    whole = f"<!DOCTYPE html><html lang=ar><head>{head}{date}</head><body><h1>{title}</h1>{body}</body></html>"
    return whole.encode(charset)


def digest(data: bytes) -> str:
    """A SHA-1 as web archives write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def record(kind: str, url: str, block: bytes, *more: str) -> bytes:
    """One record, its number made from its address."""
    number = hashlib.sha256(f"{kind} {url}".encode()).hexdigest()[:12]
    told = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {DATE}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number}>",
        *more,
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(told).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(url: str, body: bytes, status: str = "200 OK", *headers: str, told: str | None = None) -> bytes:
    """A record of an answer; `told` is the digest written where it is not the body's own."""
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers]).encode() + b"\r\n\r\n"
    kind = "Content-Type: application/http; msgtype=response"
    return record("response", url, head + body, kind, f"WARC-Payload-Digest: {told or digest(body)}")


HTML = "Content-Type: text/html; charset=utf-8"
ONE = page("تبادل أسرى في الصومعة", FIRST, SECOND)
TWO = page("مجلس الوجهاء ينفي انهيار الهدنة", THIRD, SECOND)


def chunks(data: bytes, size: int = 100) -> bytes:
    """A body in the chunked transfer coding."""
    pieces = [data[at : at + size] for at in range(0, len(data), size)] + [b""]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


def records() -> list[bytes]:
    """Every kind of record: pages, one packed and in chunks, a redirect, an error, a picture, a revisit, a false digest."""
    packed = gzip.compress(TWO, mtime=0)
    plain = f"بيان\n\n{THIRD}\n{SECOND}\n".encode()
    return [
        record("warcinfo", "urn:info", b"software: by hand\r\n", "Content-Type: application/warc-fields"),
        record(
            "request",
            "https://sada.example/1",
            b"GET /1 HTTP/1.1\r\n\r\n",
            "Content-Type: application/http; msgtype=request",
        ),
        response("https://sada.example/1", ONE, "200 OK", HTML),
        response("https://sada.example/old", b"", "301 Moved Permanently", "Location: /1"),
        response(
            "https://sada.example/2",
            chunks(packed),
            "200 OK",
            HTML,
            "Transfer-Encoding: chunked",
            "Content-Encoding: gzip",
        ),
        response("https://sada.example/gone", b"<html>404</html>", "404 Not Found", HTML),
        response("https://sada.example/logo.png", b"\x89PNG....", "200 OK", "Content-Type: image/png"),
        response("https://sada.example/3", ONE + b" ", "200 OK", HTML, told=digest(ONE)),
        record(
            "revisit",
            "https://sada.example/1",
            b"",
            "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        ),
        record(
            "resource",
            "https://sada.example/note.txt",
            plain,
            "Content-Type: text/plain",
            f"WARC-Block-Digest: {digest(plain)}",
        ),
        record("conversion", "https://sada.example/4", plain + b"\n", "Content-Type: text/plain"),
    ]


def wacz(warc: bytes, told: bytes) -> bytes:
    """A WACZ that holds an archive, its index telling the digest of `told`."""
    pages = '{"format": "json-pages-1.0", "id": "pages"}\n{"url": "https://sada.example/1", "ts": "2021-07-28T02:51:32Z"}\n'
    index = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "resources": [
            {
                "name": "data.warc.gz",
                "path": "archive/data.warc.gz",
                "hash": f"sha256:{hashlib.sha256(told).hexdigest()}",
                "bytes": len(told),
            }
        ],
    }
    written = json.dumps(index, indent=1).encode()
    seal = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(written).hexdigest()}"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {
            "archive/data.warc.gz": warc,
            "pages/pages.jsonl": pages.encode(),
            "datapackage.json": written,
            "datapackage-digest.json": json.dumps(seal).encode(),
        }.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 7, 28, 0, 0, 0)), data)
    return out.getvalue()


RSS = f"""<?xml version="1.0" encoding="{{charset}}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>صدى الوادي</title><link>https://sada.example/</link><description>أخبار</description>
<item><title>تبادل أسرى في الصومعة</title><link>https://sada.example/1</link><guid>https://sada.example/1</guid>
<pubDate>Wed, 28 Jul 2021 01:30:00 +0300</pubDate><dc:creator>سالم بن عبيد</dc:creator><category>أسرى</category>
<description>{FIRST[:50]}…</description>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item>
<item><title>مجلس الوجهاء ينفي انهيار الهدنة</title><link>https://sada.example/2</link>
<pubDate>الأربعاء، 28 يوليو 2021 - 10:32</pubDate>
<description>&lt;b&gt;{THIRD}&lt;/b&gt;</description></item>
</channel></rss>
"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>منبر السدر</title><id>tag:minbar.example,2021:feed</id>
<updated>2021-07-29T00:10:00+03:00</updated>
<entry><title>بيان المجلس</title><id>tag:minbar.example,2021:7</id><link href="https://minbar.example/7"/>
<published>2021-07-29T00:05:00+03:00</published><updated>2021-07-29T00:10:00+03:00</updated>
<author><name>هيئة التحرير</name></author>
<content type="html">&lt;p&gt;{THIRD}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</content></entry>
<entry><title>Weather report</title><id>tag:minbar.example,2021:8</id><summary>Clear skies are expected.</summary></entry>
</feed>
"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://sada.example/1</loc><lastmod>2021-07-28</lastmod></url>
<url><loc>https://sada.example/2</loc><news:news><news:publication_date>2021-07-28T10:32:00+03:00</news:publication_date>
<news:title>مجلس الوجهاء ينفي انهيار الهدنة</news:title></news:news></url>
</urlset>
"""

URLS = "# صفحات يراد جمعها\nhttps://sada.example/1\n\nhttps://sada.example/2\n"


def telegram() -> dict[str, Any]:
    """An export of a channel: a plain message, one that is forwarded and edited, a picture without words, a service one."""
    return {
        "name": "قناة صدى الوادي",
        "type": "public_channel",
        "id": 1000000007,
        "messages": [
            {"id": 1, "type": "service", "date": "2021-07-01T10:00:00", "date_unixtime": "1625122800", "actor": "قناة صدى الوادي", "action": "create_channel", "title": "قناة صدى الوادي", "text": ""},
            {"id": 5, "type": "message", "date": "2021-07-28T01:30:00", "date_unixtime": "1627425000", "from": "قناة صدى الوادي", "from_id": "channel1000000007", "author": "سالم بن عبيد", "photo": "photos/photo_1@28-07-2021_01-30-00.jpg", "width": 800, "height": 600, "text": [{"type": "bold", "text": "تبادل أسرى"}, " في مديرية الصومعة\n\n", FIRST, " ", {"type": "hashtag", "text": "#الصومعة"}]},
            {"id": 6, "type": "message", "date": "2021-07-28T12:00:00", "date_unixtime": "1627462800", "edited": "2021-07-28T12:30:00", "edited_unixtime": "1627464600", "from": "قناة صدى الوادي", "from_id": "channel1000000007", "forwarded_from": "منبر السدر", "reply_to_message_id": 5, "text": THIRD},
            {"id": 7, "type": "message", "date": "2021-07-28T13:00:00", "date_unixtime": "1627466400", "from": "قناة صدى الوادي", "from_id": "channel1000000007", "photo": "photos/photo_2.jpg", "text": ""},
            {"id": 8, "type": "message", "date": "2021-07-28T14:00:00", "date_unixtime": "1627470000", "from": "قناة صدى الوادي", "from_id": "channel1000000007", "text": "Good morning to all readers"},
        ],
    }  # fmt: skip


def telegram_page() -> str:
    """The same channel as the export's HTML has it."""

    def message(number: int, joined: str, inner: str, moment: str) -> str:
        date = f'<div class="pull_right date details" title="{moment}">{moment[11:16]}</div>'
        return f'<div class="message default clearfix{joined}" id="message{number}"><div class="body">{date}{inner}</div></div>'

    name = '<div class="from_name">قناة صدى الوادي</div>'
    media = '<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg"><img class="photo" src="photos/photo_1_thumb.jpg"></a></div>'
    reply = '<div class="reply_to details">In reply to <a href="#go_to_message5">this message</a></div>'
    forwarded = (
        '<div class="pull_left forwarded userpic_wrap"></div><div class="forwarded body"><div class="from_name">منبر السدر '
        f'<span class="date details" title="28.07.2021 11:00:00 UTC+03:00"> 28.07.2021 11:00:00</span></div><div class="text">{THIRD}</div></div>'
    )
    messages = [
        '<div class="message service" id="message-1"><div class="body details">1 July 2021</div></div>',
        message(5, "", f'{name}{media}<div class="text"><strong>تبادل أسرى</strong> في مديرية الصومعة<br><br>{FIRST}</div>', "28.07.2021 01:30:00 UTC+03:00"),
        message(6, " joined", f"{reply}{forwarded}", "28.07.2021 12:00:00 UTC+03:00"),
        message(7, "", f"{name}{media}", "28.07.2021 13:00:00 UTC+03:00"),
    ]  # fmt: skip
    head = '<meta charset="utf-8"/>\n<title>Exported Data</title>\n<link href="css/style.css" rel="stylesheet"/>\n<script src="js/script.js" type="text/javascript"></script>'
    top = '<div class="page_header"><div class="content"><div class="text bold">قناة صدى الوادي</div></div></div>'
    history = '<div class="history">' + "\n".join(messages) + "</div>"
    return f'<!DOCTYPE html>\n<html>\n <head>\n{head}\n</head>\n<body onload="CheckLocation();">\n<div class="page_wrap">{top}<div class="page_body chat_page">{history}</div></div></body></html>\n'


def files() -> dict[str, bytes]:
    """Every file by its name."""
    each = records()
    member = gzip.compress(each[2], mtime=0) + gzip.compress(each[4], mtime=0)
    return {
        "archive.warc": b"".join(each),
        "archive.warc.gz": b"".join(gzip.compress(one, mtime=0) for one in each),
        "archive_whole.warc.gz": gzip.compress(b"".join(each[:3]), mtime=0),
        "archive_cut.warc": b"".join(each[:5])[:-400],
        "archive_cut.warc.gz": gzip.compress(each[2], mtime=0) + gzip.compress(each[4], mtime=0)[:-300],
        "collected.wacz": wacz(member, member),
        "collected_changed.wacz": wacz(member, member[:-1]),
        "news.rss": RSS.format(charset="utf-8").encode(),
        "news_windows1256.xml": RSS.format(charset="windows-1256").encode("cp1256", "xmlcharrefreplace"),
        "news.atom": ATOM.encode(),
        "sitemap.xml": SITEMAP.encode(),
        "list.urls": URLS.encode(),
        "result.json": json.dumps(telegram(), ensure_ascii=False, indent=1).encode(),
        "result_cut.json": json.dumps(telegram(), ensure_ascii=False, indent=1).encode()[:1700],
        "messages.html": telegram_page().encode(),
    }


if __name__ == "__main__":
    for name, data in files().items():
        (FOLDER / name).write_bytes(data)
