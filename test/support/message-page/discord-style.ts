/** Measures and colours of Discord's own dark theme; a picture is 550 × 350 at most. */
export const DISCORD_STYLE = `
body{background:#313338;color:#dbdee1;font-size:16px;line-height:22px}
header{padding:13px 16px;font-weight:600;color:#f2f3f5;border-bottom:1px solid #26282c;white-space:nowrap;
overflow:hidden;text-overflow:ellipsis}
footer{height:20px}article{position:relative;padding:17px 48px 2px 72px}
.avatar{position:absolute;left:16px;margin-top:2px;width:40px;height:40px;border-radius:50%;color:#fff;
font-weight:600;display:grid;place-items:center;background:#5865f2}
.avatar.app{background:#1b1d22;color:#4cc3ff}.tom{background:#c27c3a}.mia{background:#7a5ccc}
.who b{font-weight:500;color:#f2f3f5}.badge{background:#5865f2;color:#fff;border-radius:4px;font-size:10px;
font-weight:600;line-height:15px;padding:0 4px;margin-left:5px;vertical-align:1px}
time{color:#949ba4;font-size:12px;margin-left:8px}
.above{display:flex;align-items:center;gap:5px;font-size:14px;line-height:18px;color:#b5bac1;margin:0 0 4px -19px;
position:relative}.above b{font-weight:500;color:#f2f3f5}.above a{color:#949cf7;background:#3c4270;border-radius:3px;
padding:0 3px}.above::before{content:"";position:absolute;left:-17px;top:8px;width:12px;height:12px;
border-left:2px solid #4e5058;border-top:2px solid #4e5058;border-radius:6px 0 0 0}
.small{width:16px;height:16px;border-radius:50%;font-size:9px;line-height:16px;text-align:center;color:#fff}
.content{overflow-wrap:anywhere;white-space:pre-wrap}.content b{font-weight:700}
.sub{font-size:13px;line-height:18px;color:#949ba4;white-space:pre-wrap}
.h1{font-size:24px;font-weight:700;line-height:33px}.h2{font-size:20px;font-weight:700}.h3{font-weight:700}
.quote{border-left:4px solid #4e5058;padding-left:8px}.item{padding-left:16px}
.mention{background:#3c4270;color:#c9cdfb;border-radius:3px;padding:0 2px}a{color:#00a8fc;text-decoration:none}
code,pre{font:14px/18px "DejaVu Sans Mono",monospace;background:#2b2d31;border-radius:4px}
pre{padding:8px;margin:6px 0;border:1px solid #1e1f22;white-space:pre-wrap}mark{background:#1e1f22;color:#1e1f22}
.picture{margin-top:6px}.picture img{max-width:550px;max-height:350px;border-radius:8px}
.file{margin-top:6px;background:#2b2d31;border:1px solid #242529;border-radius:8px;padding:12px;width:432px}
.row{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}
.button{background:#4e5058;color:#fff;font-size:14px;font-weight:500;line-height:20px;border-radius:8px;padding:6px 15px}
.s4{background:#d83c3e}.select{display:flex;justify-content:space-between;align-items:center;width:400px;height:40px;
background:#1e1f22;border:1px solid #3a3c42;border-radius:8px;padding:0 12px;color:#949ba4;font-size:16px}
.select i{width:8px;height:8px;border-right:2px solid #b5bac1;border-bottom:2px solid #b5bac1;
transform:rotate(45deg) translate(-3px,-3px)}
.thread{background:#2b2d31;border-radius:8px;padding:8px 12px;margin-top:10px;width:480px;font-size:14px;
position:relative}.thread::before{content:"";position:absolute;left:-40px;top:-14px;width:30px;height:34px;
border-left:2px solid #4e5058;border-bottom:2px solid #4e5058;border-radius:0 0 0 8px}
.thread div{display:flex;gap:8px}.thread b{font-weight:600;color:#f2f3f5;white-space:nowrap;overflow:hidden;
text-overflow:ellipsis}.thread a{font-weight:600;white-space:nowrap}`;
