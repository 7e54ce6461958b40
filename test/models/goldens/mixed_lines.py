"""1,000 lines that a tokenizer may meet, the same on every run: languages, code, and oddities."""

import random
import unicodedata

SENTENCES = """
The capital of France is Paris, isn't it? They'll say we've 1732 reasons; I'd ask 'em: WE'LL SEE.
When Mary and John went to the store, John gave a drink to Mary.
Zażółć gęślą jaźń. Příliš žluťoučký kůň úpěl ďábelské ódy.
L'été dernier, où étiez-vous ? À Nîmes, naïf garçon, œuvre d'art.
Der Fluß fließt über Straßen, größer als 3.141,59 €; Äpfel übermäßig.
El niño comió piñas en Perú; ¿cuánto cuestan? ¡Demasiado!
Всё хорошо, что хорошо кончается. Съешь ещё этих мягких французских булок.
Η γρήγορη αλεπού πηδά πάνω από το σκύλο· τι ώρα είναι;
עברית נכתבת מימין לשמאל, שָׁלוֹם עולם 2024.
اللغة العربية جميلة جدًا، والأرقام ٠١٢٣٤٥٦٧٨٩ شرقية. السَّلَامُ عَلَيْكُمْ
زبان فارسی نیم‌فاصله دارد و رقم‌های ۰۱۲۳۴۵۶۷۸۹.
हिन्दी में नमस्ते दुनिया, क्या हाल है? १२३४५
বাংলা ভাষা খুব মিষ্টি, আমি তোমাকে ভালোবাসি। ৪৫৬
தமிழ் மொழி பழமையானது. ௧௨௩
ภาษาไทยไม่มีเว้นวรรคระหว่างคำ ๑๒๓๔
我能吞下玻璃而不伤身体。今天是二〇二四年十一月二十二日。
日本語の文章です。カタカナとひらがなと漢字、１２３４５（全角）。
한국어는 띄어쓰기가 중요하다. 가나다라마바사 ㄱㄴㄷ
Tiếng Việt có nhiều dấu: phở, bún chả, đường, nghĩa.
ქართული ენა ლამაზია. Հայերենը հին լեզու է։
አማርኛ ቋንቋ ፩፪፫። Kiswahili ni lugha nzuri.
Türkçe'de İ ve ı farklıdır: IĞDIR, ığdır. Ünlü uyumu.
👩‍👩‍👧‍👦 family, 🏳️‍🌈 flag, 👍🏽 thumb, 🇫🇷🇯🇵 flags, 1️⃣ keycap, 🤷🏾‍♂️
def f(x: int) -> str:    return f"{x:>10_d}"  # comment
for (let i = 0; i < n; i++) { a[i] ^= 0xFF & ~mask; } /* ok */
SELECT * FROM "users" WHERE name LIKE 'O''Brien%' AND id >= 1e-5;
<div class="x">&nbsp;&copy; 2024</div><!-- end -->
$\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}$ ∀ε>0 ∃δ ⊂ ℝⁿ × ℤ₂ ½ ¾ Ⅷ ① ²
https://example.org/a/b?c=d&e=%20f#g user@example.com C:\\Windows\\System32
ALLCAPS MiXeD snake_case kebab-case camelCase 3.14e+10 -1_000,000.00 #hashtag @you
""".strip().splitlines()

SPACES = [" ", "  ", "    ", "\t", "\n", "\n\n", "\r\n", " \n ", "\u00a0", "\u3000", "\u2009", "\u0085", "\ufeff", "\u200b", "\u2028", "\x0b", "\x0c"]
ODD = [
    "", " ", "\n", "\x00", "\x01\x02\x1b[31mred\x1b[0m", "\x7f", "a\u0301", "e\u0308\u0323", "\u212b\u00c5", "ﬁ ﬂ ﬃ", "ſt 'ſ", "\u0130\u0131",
    "\ufffd", "\U0010ffff", "\ue000", "\u2060", "\u202eright\u202c", "n̸̡͎u̴͎l̷l", "'s 'S 'T 'RE 'll 'LL '' 'd'", "don’t", "…—–", "x" * 300,
    " " * 120, "\n" * 50, "a b" * 90, "9" * 70, "1a2b3c", "٣a٤", "½x", "<|endoftext|>", "a<|im_start|>b", " <|im_end|> ", "<s>[INST] hi [/INST]</s>",
    "<|endoftext|><|endoftext|>", "<| endoftext |>", "<0x0A>", "▁", "▁▁a", " ▁", "Ġthe", "__proto__ constructor toString", "\u1680ogham", "\u180e",
]  # fmt: skip


def lines(count=1000, seed=41):
    """`count` texts; every sentence and every oddity is among them."""
    rng = random.Random(seed)
    made = [*SENTENCES, *ODD]
    makers = [mixed, mixed, spaced, shuffled, random_unicode, numbers]
    while len(made) < count:
        made.append(rng.choice(makers)(rng))
    return made[:count]


def piece(rng):
    """A run of words of one sentence."""
    words = rng.choice(SENTENCES).split(" ")
    start = rng.randrange(len(words))
    return " ".join(words[start : start + rng.randint(1, 4)])


def mixed(rng):
    return " ".join(piece(rng) for _ in range(rng.randint(1, 4)))


def spaced(rng):
    return "".join(piece(rng) + rng.choice(SPACES) * rng.randint(1, 3) for _ in range(rng.randint(1, 4)))


def shuffled(rng):
    letters = list(piece(rng) + rng.choice(ODD[:40]))
    rng.shuffle(letters)
    return "".join(letters)[:80]


def numbers(rng):
    digits = rng.choice(["0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "ⅠⅡⅢⅣ", "²³¹", "一二三"])
    return piece(rng) + "".join(rng.choice(digits) for _ in range(rng.randint(1, 12))) + piece(rng)


def random_unicode(rng):
    """Assigned characters of any block (as far as this Python knows and every newer Unicode agrees)."""
    made = []
    while len(made) < 12:
        code = rng.choice([rng.randrange(0x20, 0x3000), rng.randrange(0x20, 0x20000), rng.randrange(0x1F300, 0x1FA00)])
        if unicodedata.category(chr(code)) not in ("Cn", "Cs"):
            made.append(chr(code))
    return "".join(made)
