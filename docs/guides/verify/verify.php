<?php
/**
 * Verifies a webhook of Essaim (Standard Webhooks 1.0), with nothing but PHP 7.4 or later.
 *
 *     WEBHOOK_ID=… WEBHOOK_TIMESTAMP=… WEBHOOK_SIGNATURE=… php verify.php whsec_… < body
 *
 * In a page, the body is file_get_contents('php://input') and the headers are $_SERVER['HTTP_WEBHOOK_ID'] and so on.
 */

declare(strict_types=1);

const TOLERANCE_SECONDS = 300;

/** Whether this can be a key at all. With none, or half of one, anybody could sign: begin nothing without it. */
function isKey(string $key): bool
{
    if (!preg_match('/\A(whsec|whpk)_([A-Za-z0-9+\/]+={0,2})\z/', $key, $found)) {
        return false;
    }
    $length = strlen((string) base64_decode($found[2], true));
    return $found[1] === 'whpk' ? $length === 32 : $length >= 24;
}

/**
 * @param string $key  whsec_… of your endpoint, or whpk_… of your network (needs the sodium extension, which PHP has).
 * @param string $body the raw bytes, before any parsing.
 */
function isGenuine(string $key, string $id, string $timestamp, string $signature, string $body, ?int $now = null): bool
{
    if (!isKey($key)) {
        return false;
    }
    if (!preg_match('/\A[0-9]{1,12}\z/', $timestamp) || abs(($now ?? time()) - (int) $timestamp) > TOLERANCE_SECONDS) {
        return false;
    }
    $signed = "$id.$timestamp.$body";
    // One signature for each live secret, while one is being replaced.
    foreach (explode(' ', $signature) as $part) {
        [$version, $value] = array_pad(explode(',', $part, 2), 2, '');
        $given = base64_decode($value, true);
        if ($given === false) {
            continue;
        }
        if (strncmp($key, 'whpk_', 5) === 0) {
            $isRight = $version === 'v1a'
                && strlen($given) === SODIUM_CRYPTO_SIGN_BYTES
                && sodium_crypto_sign_verify_detached($given, $signed, base64_decode(substr($key, 5)));
        } else {
            $secret = base64_decode(preg_replace('/\Awhsec_/', '', $key));
            $isRight = $version === 'v1' && hash_equals(hash_hmac('sha256', $signed, $secret, true), $given);
        }
        if ($isRight) {
            return true;
        }
    }
    return false;
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    $body = stream_get_contents(STDIN);
    $given = array_map(fn ($name) => (string) getenv("WEBHOOK_$name"), ['ID', 'TIMESTAMP', 'SIGNATURE']);
    $good = isGenuine($argv[1], $given[0], $given[1], $given[2], $body);
    echo $good ? json_decode($body, true)['type'] : 'refused', "\n";
    exit($good ? 0 : 1);
}
