/** Measures and colours of Slack's own light theme; a picture is shown 480 wide in a thread. */
export const SLACK_STYLE = `
body{background:#fff;color:#1d1c1d;font-size:15px;line-height:22px}
header{padding:12px 16px;border-bottom:1px solid #e8e8e8;color:#616061;font-size:13px}header b{font-size:18px;
color:#1d1c1d;margin-right:8px}footer{height:16px}article{position:relative;padding:8px 20px 8px 64px}
.avatar{position:absolute;left:20px;top:11px;width:36px;height:36px;border-radius:8px;display:grid;
place-items:center;color:#fff;font-weight:700;background:#4a6fa5}.avatar.dotp{background:#1b1d22;color:#4cc3ff;
font-weight:600}.avatar.ada{background:#2f7d6b}.avatar.ben{background:#b4632d}
.who b{font-weight:700}.badge{background:#e8e8e8;color:#616061;border-radius:2px;font-size:10px;font-weight:600;
line-height:14px;padding:0 3px;margin-left:5px;vertical-align:1px}time{color:#616061;font-size:12px;margin-left:8px}
.section,.context,.line{overflow-wrap:anywhere;white-space:pre-wrap}.section{margin-bottom:4px}
.context{color:#616061;font-size:13px;line-height:18px;margin:4px 0}.quote{border-left:4px solid #ddd;padding-left:8px}
.row{display:flex;flex-wrap:wrap;gap:8px;margin:6px 0}.button{border:1px solid #bbb;border-radius:8px;font-size:13px;
font-weight:600;line-height:20px;padding:3px 11px;color:#1d1c1d}.danger{color:#e01e5a;border-color:#e01e5a}
.menu{font-weight:400;min-width:180px;display:flex;justify-content:space-between;align-items:center;color:#616061}
.menu i{width:6px;height:6px;border-right:1.5px solid #1d1c1d;border-bottom:1.5px solid #1d1c1d;
transform:rotate(45deg) translate(-2px,-2px);margin-left:12px}
.name{color:#616061;font-size:13px;margin:6px 0 4px}.picture img{width:480px;border-radius:8px;border:1px solid #ddd}
.file{border:1px solid #ddd;border-radius:8px;padding:10px 12px;width:360px;margin-top:6px}.file small{display:block;
color:#616061}.count{display:flex;align-items:center;gap:8px;color:#616061;font-size:13px;padding:4px 20px}
hr{flex:1;border:0;border-top:1px solid #e0e0e0}a{color:#1264a3;text-decoration:none}
.mention{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px}
code,pre{font:12px/18px "DejaVu Sans Mono",monospace;background:#f8f8f8;border:1px solid #ddd;border-radius:3px;
white-space:pre-wrap}code{color:#e01e5a;padding:1px 3px}pre{padding:8px;margin:4px 0}`;
