<?php
/**
 * Receives webhooks of Essaim, with nothing but PHP 7.4 or later: verifies each, keeps what is new, answers at once.
 *
 *     WEBHOOK_KEY=whsec_… php -S 0.0.0.0:8080 receive.php
 *
 * On a web server of yours, put both files in a folder that it serves; the key comes from its environment.
 */

declare(strict_types=1);

require __DIR__ . '/verify.php';

/** In a database of yours: attempts go on for more than a day. */
function isNew(string $id): bool
{
    $file = sys_get_temp_dir() . '/essaim-' . hash('sha256', $id);
    // Where nothing can be remembered, better twice than never.
    return @fopen($file, 'x') !== false || !file_exists($file);
}

$key = (string) getenv('WEBHOOK_KEY');
if (!isKey($key)) {
    error_log('WEBHOOK_KEY is to be the secret of your endpoint, whsec_…');
    http_response_code(500);
    exit;
}
$body = file_get_contents('php://input');
$id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
$timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
$signature = $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '';
if (!isGenuine($key, $id, $timestamp, $signature, $body)) {
    http_response_code(401);
    exit;
}
http_response_code(204);
if (isNew($id)) {
    $said = json_decode($body, true);
    error_log(implode(' ', [$said['sequence'], $said['type'], $said['data']['title'] ?? '']));
}
