namespace AbuseServerless.Functions.RecoveryByLink;

/// <summary>The texts of the page in one language.</summary>
internal sealed record RecoveryTexts(
    string Language, string Title, string Done, string Explanation, string First, string Code, string Changed, string Button, string Recovered, string Used, string Expired, string Invalid, string Unconfirmed, string Unavailable, string Contact)
{
    public static readonly RecoveryTexts English = new(
        "en",
        "Your mail account is suspended",
        "You can use your mail account again",
        "Here you can reactivate it yourself.",
        "First change your mail password to a new one that you use nowhere else. If you reactivate the account without changing the password, the person who knows it can continue, and the account will be suspended again.",
        "Code: the part of the link in the mail behind #",
        "I have changed the password of my mail account.",
        "Reactivate my account",
        "Your account is active again. Within a minute you can send mail again, with the new password. Please also correct the password on your other devices.",
        "This link was already used, or the account is no longer suspended for the reason in that mail. If you still cannot send mail, please contact us.",
        "This link has expired. Please contact us.",
        "This link is not valid. Perhaps it was not copied in full: open it from the mail again.",
        "Nothing was changed. Please go back, change your password first, and confirm that you have.",
        "This is not possible at the moment. Please try again in a few minutes.",
        "Contact");

    public static readonly RecoveryTexts Japanese = new(
        "ja",
        "メールアカウントのご利用を停止しています",
        "メールアカウントを再びご利用いただけます",
        "このページで、ご自身で停止を解除できます。",
        "先に、メールのパスワードを、ほかのどこでも使っていない新しいものに変更してください。変更せずに解除しますと、パスワードを知っている第三者が使い続け、アカウントは再び停止されます。",
        "コード（メールにあるリンクの # より後ろの部分）",
        "メールアカウントのパスワードを変更しました。",
        "停止を解除する",
        "停止を解除しました。1 分ほどで、新しいパスワードでメールを送信できます。ほかの機器に保存されているパスワードも直してください。",
        "このリンクはすでに使われたか、そのメールでお知らせした停止はもう続いていません。まだ送信できない場合は、窓口へご連絡ください。",
        "このリンクの期限が切れています。窓口へご連絡ください。",
        "このリンクは正しくありません。途中で切れている可能性があります。メールからもう一度開いてください。",
        "何も変更していません。前の画面に戻り、先にパスワードを変更してから、確認の欄に印を付けてください。",
        "ただいま処理できません。数分後にもう一度お試しください。",
        "窓口");
}
